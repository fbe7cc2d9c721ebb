using System.Runtime.InteropServices;
using System.Text;
using Evolve.Terminal.Screen;
using Evolve.Terminal.Text;
using Xunit;
using Xunit.Abstractions;

namespace Evolve.Terminal.Tests.Differential;

/// <summary>
/// Feeds the same bytes to our screen and to a pane of the tmux that is installed (3.3a in Debian 12), and compares
/// cursor, region, modes, tabs, every cell with its style, and which lines are wrapped. The deliberate differences:
/// | what | tmux 3.3a | ours | why |
/// |---|---|---|---|
/// | half of a wide character whose other half was overwritten | kept, lines look shifted | kept, shown as a space | what is drawn keeps its width |
/// | characters newer than its C library (Unicode 14) | left out | shown | new emoji are text too |
/// | a zero width joiner at the end of a read | forgotten | remembered | any split gives the same screen |
/// | DECSTR (<c>CSI ! p</c>) | unknown | soft reset | programs that end badly send it |
/// | RIS and the cursor's shape | kept | reset | as a terminal does |
/// | underline colours and shapes | kept apart | one plain underline | nothing we draw on has more |
/// | full scrollback | drops a tenth at once | drops line by line | 10,000 lines are 10,000 lines |
/// | titles | up to 1 MB | 256 characters, no marks of direction | a title is shown in our frame |
/// | title stack | without bound | 16 | hostile programs |
/// | <c>CSI &gt; q</c> | answers tmux 3.3a | answers evolve | it is our name that is asked |
/// | palette changes (OSC 4, 10, 11, 12), clipboard (OSC 52) | done | left out | the theme and the clipboard are the user's |
/// </summary>
[Trait("Needs", "tmux")]
public sealed partial class SameAsTmuxSpec(ITestOutputHelper output)
{
    private const string Reset = "\e[?1049l\ec\e[3J";
    private static readonly TerminalSize Size = new(80, 24);

    [Theory]
    [InlineData(1, false, 2500)]
    [InlineData(2, true, 2500)]
    public void Generated_streams_give_the_same_grid(int seed, bool isHostile, int count)
    {
        using var pair = new Pair();
        for (var i = 0; i < count; i++)
        {
            var stream = new StreamGenerator((seed * 1_000_000) + i).Next(5 + (i % 80), isHostile);
            pair.Compare($"stream {i} of seed {seed}", stream);
        }

        output.WriteLine($"{count} streams, {pair.Bytes:N0} bytes, {pair.Retries} repeated for a joiner at the end of a read");
    }

    [Fact]
    public void Generated_streams_wrapped_anew_at_other_sizes_give_the_same_grid()
    {
        const int Count = 400;
        using var pair = new Pair();
        for (var i = 0; i < Count; i++)
        {
            var generator = new StreamGenerator(3_000_000 + i);
            pair.Compare(
                $"resized stream {i}",
                generator.Next(10 + (i % 50), isHostile: false),
                generator.NextSize(),
                generator.Next(5, isHostile: false),
                generator.NextSize(),
                generator.Next(5, isHostile: false),
                Size);
        }

        output.WriteLine($"{Count} streams, each at 4 sizes, {pair.Bytes:N0} bytes");
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public void Recorded_sessions_of_real_programs_give_the_same_grid(string session)
    {
        using var pair = new Pair();
        var bytes = File.ReadAllBytes(Path.Combine(SessionFolder, session));
        pair.Compare(session, [bytes]);
        pair.Compare(session + ", then narrower, then wider", [bytes, new TerminalSize(61, 17), new TerminalSize(133, 40), Size]);
    }

    [Fact]
    public void Every_character_has_the_width_that_tmux_gives_it()
    {
        // tmux asks the C library, as here.
        const int Ctype = 0;
        Assert.NotEqual(0, setlocale(Ctype, "C.UTF-8"));
        var differences = Enumerable.Range(0x20, 0x10FFFF - 0x20).Where(Rune.IsValid)
            .Where(codePoint => wcwidth(codePoint) is var width && width >= 0 && width != CellWidth.Of(new Rune(codePoint)))
            .Select(codePoint => $"U+{codePoint:X4}");
        Assert.Empty(differences);
    }

    public static TheoryData<string> Sessions()
    {
        var sessions = new TheoryData<string>();
        foreach (var file in Directory.EnumerateFiles(SessionFolder).Order())
        {
            sessions.Add(Path.GetFileName(file));
        }

        return sessions;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint setlocale(int category, string locale);

    [LibraryImport("libc")]
    private static partial int wcwidth(int codePoint);

    private static string SessionFolder => Path.Combine(AppContext.BaseDirectory, "Differential", "Sessions");

    /// <summary>A pane and a screen that live through many streams, so that what one leaves behind is compared too.</summary>
    private sealed class Pair : IDisposable
    {
        private TmuxPane _pane = new(Size);
        private VtScreen _screen = new(Size);

        public long Bytes { get; private set; }

        public int Retries { get; private set; }

        public void Compare(string name, params object[] actions)
        {
            Feed(Encoding.ASCII.GetBytes(Reset));
            var difference = Differs(actions);
            if (difference is null)
            {
                return;
            }

            // Both anew: does it depend on what was before? A joiner may have fallen on the end of one of tmux's reads.
            var hasJoiner = actions.OfType<byte[]>().Any(bytes => Encoding.UTF8.GetString(bytes).Contains('\u200D', StringComparison.Ordinal));
            Renew();
            var again = Differs(actions);
            if (again is null && hasJoiner)
            {
                Retries++;
                return;
            }

            var show = string.Join('\n', actions.Select(action => action is byte[] bytes ? Show(bytes) : action.ToString()));
            Assert.Fail($"{name}{(again is null ? " (only after the streams before)" : "")}: {again ?? difference}\n{show}");
        }

        public void Dispose() => _pane.Dispose();

        private string? Differs(object[] actions)
        {
            foreach (var action in actions)
            {
                if (action is TerminalSize size)
                {
                    _pane.Resize(size);
                    _screen.Resize(size);
                }
                else
                {
                    Feed((byte[])action);
                    Bytes += ((byte[])action).Length;
                }

                var difference = _pane.Capture().DifferenceFrom(GridSnapshot.Of(_screen));
                if (difference is not null)
                {
                    return $"after {(action is TerminalSize ? action : "bytes")}: {difference}";
                }
            }

            return null;
        }

        private void Feed(byte[] bytes)
        {
            _pane.Feed(bytes);
            _screen.Feed(bytes);
            _screen.Feed(Encoding.ASCII.GetBytes(TmuxPane.Sentinel("sentinel")));
        }

        private void Renew()
        {
            _pane.Dispose();
            _pane = new TmuxPane(Size);
            _screen = new VtScreen(Size);
        }

        private static string Show(byte[] bytes)
        {
            var text = new StringBuilder();
            foreach (var value in Encoding.Latin1.GetString(bytes))
            {
                text.Append(value is >= ' ' and < '\x7F' ? value : value == '\e' ? "\\e" : $"\\x{(int)value:X2}");
            }

            return text.ToString();
        }
    }
}
