using System.Runtime.InteropServices;
using Evolve.Player.Running;

namespace Evolve.Player.Verifying;

/// <summary>Gives a stream of output back as whole lines without control sequences.</summary>
internal sealed class LineSplitter
{
    /// <summary>A line that is longer is given in pieces, so that output without line ends stays bounded.</summary>
    private const int MostBytes = 64 * 1024;

    private readonly List<byte> _rest = [];

    internal IEnumerable<string> Add(ReadOnlySpan<byte> bytes)
    {
        _rest.AddRange(bytes);
        var end = _rest.LastIndexOf((byte)'\n');
        if (end < 0 && _rest.Count < MostBytes)
        {
            return [];
        }

        var count = end < 0 ? _rest.Count : end + 1;
        var text = PlainText.Of(CollectionsMarshal.AsSpan(_rest)[..count]);
        _rest.RemoveRange(0, count);
        return text.TrimEnd('\n').Split('\n');
    }

    /// <summary>What came after the last line end, when nothing more will come.</summary>
    internal IEnumerable<string> End()
    {
        var text = PlainText.Of(CollectionsMarshal.AsSpan(_rest));
        _rest.Clear();
        return text.Length > 0 ? text.Split('\n') : [];
    }
}
