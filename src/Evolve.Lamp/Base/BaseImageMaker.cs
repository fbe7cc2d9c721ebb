using System.IO.Pipelines;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using CliWrap.Exceptions;
using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Base;

/// <summary>Makes a minimal Debian from its packages, with mmdebstrap, and gives it to the engine.</summary>
internal sealed class BaseImageMaker(DockerEndpoint endpoint, AptMirror mirror, TimeProvider time)
{
    private const string DebianItself = "http://deb.debian.org/debian";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    /// <summary>So that it removes its temporary folder; after this it is killed.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>What the published slim images leave out (docker-library/repo-info of debian).</summary>
    private static readonly string[] LeftOut =
    [
        "/usr/share/doc/*", "/usr/share/man/*", "/usr/share/info/*", "/usr/share/locale/*", "/usr/share/groff/*", "/usr/share/lintian/*",
    ];

    private static readonly string[] Keyrings =
    [
        "/usr/share/keyrings/debian-archive-keyring.gpg", "/usr/share/keyrings/debian-archive-keyring.pgp",
    ];

    /// <summary>Makes the image without a name: it gets one only when it is known to be whole.</summary>
    /// <returns>The image's id.</returns>
    /// <exception cref="BaseImageException">Why not, as a part of a sentence.</exception>
    internal async Task<string> MakeAsync(
        string release, string label, Action<string> progress, CancellationToken cancellationToken)
    {
        var keyring = Keyrings.FirstOrDefault(File.Exists)
            ?? throw new BaseImageException("Debian's keys are missing (the package debian-archive-keyring)");
        using var late = new CancellationTokenSource(Deadline, time);
        using var gentle = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        using var hard = new CancellationTokenSource();
        await using var afterGrace = gentle.Token.Register(() => hard.CancelAfter(Grace));
        var complaints = new StringBuilder();
        var imported = new StringBuilder();
        var archive = new Pipe();
        var making = MakeAsync(MakingCommand(release, keyring, progress, complaints), archive.Writer, hard.Token, gentle.Token);
        var importing = ImportAsync(ImportingCommand(label, imported, complaints), archive.Reader, hard.Token);
        try
        {
            await Task.WhenAll(making, importing);
            return imported.ToString().Trim();
        }
        catch (Exception e)
        {
            await ForgetAsync(imported.ToString().Trim());
            cancellationToken.ThrowIfCancellationRequested();
            throw e switch
            {
                OperationCanceledException => new BaseImageException($"making it took longer than {Deadline.TotalMinutes:0} minutes", e),
                System.ComponentModel.Win32Exception => new BaseImageException("mmdebstrap is not installed", e),
                CommandExecutionException => new BaseImageException($"mmdebstrap failed ({LastComplaint(complaints)})", e),
                _ => e,
            };
        }
    }

    /// <summary>The archive's end is the end of the making, well or ill: the importing is never left waiting.</summary>
    private static async Task MakeAsync(Command command, PipeWriter archive, CancellationToken hard, CancellationToken gentle)
    {
        try
        {
            await using var stream = archive.AsStream(leaveOpen: true);
            await (command | PipeTarget.ToStream(stream)).ExecuteAsync(hard, gentle);
        }
        finally
        {
            await archive.CompleteAsync();
        }
    }

    /// <summary>Runs on to its end when the making fails, since only then it tells the id of what is to be forgotten.</summary>
    private static async Task ImportAsync(Command command, PipeReader archive, CancellationToken hard)
    {
        try
        {
            await using var stream = archive.AsStream(leaveOpen: true);
            await (PipeSource.FromStream(stream) | command).ExecuteAsync(hard);
        }
        finally
        {
            // What is still written has no reader: it is dropped instead of blocking the making for ever.
            await archive.CompleteAsync();
        }
    }

    private Command MakingCommand(string release, string keyring, Action<string> progress, StringBuilder complaints)
    {
        // The sources go in by standard input, so that no process list shows the mirror; the image gets those of the
        // published one, so that nothing in it names the mirror either.
        var sources = $"deb [signed-by={keyring}] {mirror.Find()?.ToString() ?? DebianItself} {release} main\n";
        const string published = "rm -f \"$1/etc/apt/sources.list\" && printf '%s\\n'"
            + " 'Types: deb' 'URIs: http://deb.debian.org/debian' 'Suites: {0} {0}-updates' 'Components: main'"
            + " 'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg' ''"
            + " 'Types: deb' 'URIs: http://deb.debian.org/debian-security' 'Suites: {0}-security' 'Components: main'"
            + " 'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg' > \"$1/etc/apt/sources.list.d/debian.sources\"";
        return Cli.Wrap("mmdebstrap")
            .WithArguments(arguments => arguments
                .Add("--variant=minbase")
                .Add("--include=ca-certificates")
                .Add(LeftOut.Select(path => $"--dpkgopt=path-exclude={path}"))
                .Add("--dpkgopt=path-include=/usr/share/doc/*/copyright")
                .Add("--customize-hook=" + string.Format(System.Globalization.CultureInfo.InvariantCulture, published, release))
                .Add(release)
                .Add("-")
                .Add("-"))
            .WithStandardInputPipe(PipeSource.FromString(sources))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(line =>
            {
                lock (complaints)
                {
                    complaints.AppendLine(line);
                }

                if (line.StartsWith("I: ", StringComparison.Ordinal))
                {
                    progress(line[3..].TrimEnd('.'));
                }
            }));
    }

    private Command ImportingCommand(string label, StringBuilder imported, StringBuilder complaints) =>
        Cli.Wrap("docker")
            .WithArguments(["import", "--change", $"LABEL {label}", "--change", "CMD [\"bash\"]", "-"])
            .WithEnvironmentVariables(endpoint)
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(imported))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(line =>
            {
                lock (complaints)
                {
                    complaints.AppendLine("E: " + line);
                }
            }));

    /// <summary>What was imported of an archive that did not come to its end is no image anybody may start from.</summary>
    private async Task ForgetAsync(string id)
    {
        if (id.Length > 0)
        {
            using var late = new CancellationTokenSource(Grace, time);
            await Cli.Wrap("docker")
                .WithArguments(["image", "rm", id])
                .WithEnvironmentVariables(endpoint)
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(late.Token);
        }
    }

    private static string LastComplaint(StringBuilder complaints) =>
        complaints.ToString().Split('\n').LastOrDefault(line => line.StartsWith("E: ", StringComparison.Ordinal))?[3..].Trim()
            ?? "it gave no reason";
}
