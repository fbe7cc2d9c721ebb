using System.Text;

namespace Evolve.Terminal.Screen.Emulation;

/// <summary>The title and the stack of earlier ones; hostile text is made harmless and everything is bounded.</summary>
internal sealed class Titles
{
    private const int MaxLength = 256;
    private const int MaxDepth = 16;
    private readonly Stack<string> _stack = new();

    public string Current { get; private set; } = "";

    /// <summary>Takes UTF-8; text that is not valid is left out, as by tmux.</summary>
    public void Set(ReadOnlySpan<byte> utf8)
    {
        var title = new StringBuilder();
        while (!utf8.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(utf8, out var rune, out var length) != System.Buffers.OperationStatus.Done)
            {
                return;
            }

            if (!IsHarmful(rune) && title.Length < MaxLength)
            {
                title.Append(rune);
            }

            utf8 = utf8[length..];
        }

        Current = title.ToString();
    }

    public void Push()
    {
        if (_stack.Count < MaxDepth)
        {
            _stack.Push(Current);
        }
    }

    public void Pop()
    {
        if (_stack.TryPop(out var title))
        {
            Current = title;
        }
    }

    /// <summary>Controls, and the marks that turn the direction of the text around them.</summary>
    private static bool IsHarmful(Rune rune) =>
        Rune.IsControl(rune) || rune.Value is (>= 0x200E and <= 0x200F) or (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
