namespace Evolve.Tui.Slides.Syntax;

/// <summary>Which grammar colours a fence's language.</summary>
internal static class Languages
{
    /// <summary>The scope of shell code.</summary>
    public const string Shell = "source.shell";

    /// <summary>The TextMate scope of a language, or null when it is shown plain.</summary>
    public static string? ScopeOf(string language, string text) => language.ToLowerInvariant() switch
    {
        "sh" or "bash" or "shell" or "zsh" => Shell,
        "dockerfile" or "docker" => "source.dockerfile",
        // The grammar of whole files takes everything before the opening tag for HTML; a fragment has none.
        "php" => text.Contains("<?", StringComparison.Ordinal) ? "text.html.php" : "source.php",
        "sql" => "source.sql",
        "c" or "h" => "source.c",
        // There is no grammar of OCaml; F#'s keywords, comments and strings are nearly the same.
        "ocaml" or "ml" or "mli" => "source.fsharp",
        "yaml" or "yml" => "source.yaml",
        "json" => "source.json",
        "diff" or "patch" => "source.diff",
        "ini" or "conf" or "cfg" or "cnf" or "toml" => "source.ini",
        "html" => "text.html.basic",
        "css" => "source.css",
        "js" or "javascript" => "source.js",
        "make" or "makefile" => "source.makefile",
        "python" or "py" => "source.python",
        "csharp" or "cs" => "source.cs",
        _ => null,
    };
}
