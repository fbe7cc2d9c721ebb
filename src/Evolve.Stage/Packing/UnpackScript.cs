namespace Evolve.Stage.Packing;

/// <summary>The scripts in a bundle.</summary>
internal static class UnpackScript
{
    /// <summary>For a machine that has no Evolve yet: takes the one in the bundle, and that unpacks the rest.</summary>
    internal const string Text = """
        #!/bin/sh
        # Unpacks a bundle of Evolve where there is no Evolve yet, without a network:
        #   tar -xOf BUNDLE unpack.sh | sh -s BUNDLE [FOLDER]
        set -eu
        bundle=${1:?name the bundle}
        folder=${2:-evolve-room}
        if [ "$(uname -s) $(uname -m)" != "Linux x86_64" ]; then
            echo "evolve: This bundle is for Linux on x86-64; this is $(uname -s) on $(uname -m)." >&2
            exit 2
        fi
        first=$(mktemp -d)
        trap 'rm -rf "$first"' EXIT
        tar -xf "$bundle" -C "$first" --wildcards 'files.*' ||
            { echo "evolve: $bundle is damaged or cut off: copy it again." >&2; exit 2; }
        cat "$first"/files.* | gzip -d | tar -xf - -C "$first"
        "$first/run.sh" unpack "$bundle" "$folder" </dev/null

        """;
}
