using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Evolve.Stage.Reporting;

/// <summary>
/// The browser's player of asciicasts, as its npm package <c>asciinema-player</c> has it. None is shipped with Evolve:
/// who has one puts it into the page.
/// </summary>
public sealed class CastPlayer
{
    private const string ScriptName = "asciinema-player.min.js";
    private const string StyleName = "asciinema-player.css";

    /// <summary>Finds each cast of the page and gives it to the player.</summary>
    private const string Begin = """
        document.querySelectorAll('[data-cast]').forEach(function (place) {
          AsciinemaPlayer.create({ data: new TextDecoder().decode(Uint8Array.from(atob(place.dataset.cast), function (c) { return c.charCodeAt(0); })) }, place, { theme: 'page', fit: 'width', idleTimeLimit: 2, preload: true, controls: true });
        });
        """;

    private readonly byte[] _script;
    private readonly byte[] _style;

    /// <summary>Known to the page alone: a script that a recording smuggled in could not name it.</summary>
    private readonly string _nonce = RandomNumberGenerator.GetHexString(32);

    private CastPlayer(byte[] script, byte[] style)
    {
        _script = script;
        _style = style;
    }

    /// <summary>Takes it from a folder that holds both files, or the package's <c>dist/bundle</c>.</summary>
    /// <exception cref="IOException">They are not there, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be read.</exception>
    public static CastPlayer Read(string folder)
    {
        string[] folders = [folder, Path.Combine(folder, "dist", "bundle")];
        var found = Array.Find(folders, candidate => File.Exists(Path.Combine(candidate, ScriptName)) && File.Exists(Path.Combine(candidate, StyleName)))
            ?? throw new FileNotFoundException($"There is no {ScriptName} with {StyleName} in {folder}: unpack the npm package asciinema-player there.");
        return new CastPlayer(File.ReadAllBytes(Path.Combine(found, ScriptName)), File.ReadAllBytes(Path.Combine(found, StyleName)));
    }

    /// <summary>What the page's policy allows for it: its own scripts, from within the page, and nothing from anywhere else.</summary>
    internal string Policy => $" data:; script-src 'nonce-{_nonce}' 'wasm-unsafe-eval'; font-src data:; img-src data:; connect-src data:";

    /// <summary>Its style and script, as data: a page that is XML as well could not hold them as they are.</summary>
    internal XElement[] Head() =>
    [
        Markup.Of("link", null, Markup.With("rel", "stylesheet"), Markup.With("href", Data("text/css", _style))),
        Script(_script),
        Script(Encoding.UTF8.GetBytes(Begin)),
    ];

    /// <summary>The place of one recording.</summary>
    internal static XElement Of(string cast) => Markup.Of(
        "div", "player", Markup.With("data-cast", Convert.ToBase64String(Encoding.UTF8.GetBytes(cast))));

    private XElement Script(byte[] text) => Markup.Of(
        "script", null, Markup.With("defer", "defer"), Markup.With("nonce", _nonce), Markup.With("src", Data("text/javascript", text)));

    private static string Data(string type, byte[] bytes) => $"data:{type};base64,{Convert.ToBase64String(bytes)}";
}
