using System.Globalization;
using System.Text;
using CsCheck;
using Evolve.Player.Recordings;
using Evolve.Terminal;

namespace Evolve.Player.Tests.Recordings;

public sealed class CastSpecs
{
    private const string V3 = "{\"version\":3,\"term\":{\"cols\":80,\"rows\":24},\"timestamp\":1767225600,\"title\":\"A talk\",\"tags\":[\"a\",\"b\"]}\n";
    private const string V2 = "{\"version\": 2, \"width\": 100, \"height\": 30, \"env\": {\"TERM\": \"xterm\"}}\n";

    [Fact]
    public void V3_counts_from_the_event_before_and_v2_from_the_beginning()
    {
        var (header, events) = Read(V3 + "# a comment\n[0.5, \"o\", \"a\"]\n[1.25, \"o\", \"b\"]\n\n[0.25, \"x\", \"3\"]\n");
        Assert.Equal((3, new TerminalSize(80, 24), "A talk"), (header.Version, header.Size, header.Title));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), header.Timestamp);
        Assert.Equal(["a", "b"], header.Tags);
        Assert.Equal([(500, "o:a"), (1750, "o:b"), (2000, "x:3")], events.Select(Short));

        (header, events) = Read(V2 + "[0.5, \"o\", \"a\"]\r\n[1.25, \"r\", \"90x20\"]\n[1.5, \"m\", \"here\"]\n[2, \"i\", \"q\"]\n");
        Assert.Equal((2, new TerminalSize(100, 30)), (header.Version, header.Size));
        Assert.Equal([(500, "o:a"), (1250, "r:90x20"), (1500, "m:here"), (2000, "i:q")], events.Select(Short));
    }

    [Fact]
    public void Kinds_that_nobody_knows_yet_are_passed_over_but_their_time_counts()
    {
        var (_, events) = Read(V3 + "[1, \"?\", {\"deep\": [1]}, 5]\n[1, \"o\", \"a\"]\n");
        Assert.Equal([(2000, "o:a")], events.Select(Short));
    }

    [Fact]
    public void Whatever_is_written_is_read_again_and_rounding_does_not_add_up()
    {
        string[] hard = ["", "\u0000\u001b[31m", "é你😀", "\"\\\n", "\u2028<&>"];
        var text = Gen.Select(Gen.Char[' ', '~'].Array[0, 40], Gen.Int[0, hard.Length - 1], (easy, i) => new string(easy) + hard[i]);
        Gen.Select(Gen.Select(Gen.Int[0, 5_000_000], text).Array[0, 60], Gen.Bool).Sample((written, isV2) =>
        {
            var at = TimeSpan.Zero;
            var events = written.Select(one => new CastEvent(at += TimeSpan.FromMicroseconds(one.Item1), CastEventKind.Output, one.Item2)).ToList();
            using var stream = new MemoryStream();
            var writer = new CastWriter(stream, new CastHeader(isV2 ? 2 : 3, new(80, 24)));
            events.ForEach(writer.Write);
            var (_, read) = Read(Encoding.UTF8.GetString(stream.ToArray()));
            return read.Select(one => one.Data).SequenceEqual(events.Select(one => one.Data))
                && read.Zip(events).All(pair => Math.Abs((pair.First.At - pair.Second.At).TotalMilliseconds) <= 0.51);
        });
    }

    [Fact]
    public void A_recording_becomes_v2_without_what_v2_does_not_know()
    {
        using var copy = new MemoryStream();
        using (var reader = CastReader.Open("a.cast", Stream(V3 + "[0.5, \"o\", \"a\"]\n[1, \"o\", \"b\"]\n[1, \"x\", \"0\"]\n")))
        {
            CastExport.ToV2(reader, copy);
        }

        Assert.Equal(
            "{\"version\":2,\"width\":80,\"height\":24,\"timestamp\":1767225600,\"title\":\"A talk\"}\n[0.5,\"o\",\"a\"]\n[1.5,\"o\",\"b\"]\n",
            Encoding.UTF8.GetString(copy.ToArray()));
    }

    [Theory]
    [InlineData("", "a.cast:1: the file is empty, so it is no recording.")]
    [InlineData("hello\n", "a.cast:1: this is no asciicast: its first line is no JSON.")]
    [InlineData("[1]\n", "a.cast:1: this is no asciicast: its first line is no header.")]
    [InlineData("{\"version\":1}\n", "a.cast:1: this is no asciicast: it is of version 1, and 2 and 3 are what can be played.")]
    [InlineData("{\"version\":3}\n", "a.cast:1: this is no asciicast: its header has no \"term\".")]
    [InlineData("{\"version\":2,\"width\":80,\"height\":0}\n", "a.cast:1: this is no asciicast: its header has no \"height\" from 1 to 2000.")]
    [InlineData(V3 + "[1, \"o\"]\n", "a.cast:2: this event has no text.")]
    [InlineData(V3 + "\n[-1, \"o\", \"a\"]\n", "a.cast:3: the time of this event is not from 0 to 2592000 seconds.")]
    [InlineData(V3 + "[1e300, \"o\", \"a\"]\n", "a.cast:2: the time of this event is not from 0 to 2592000 seconds.")]
    [InlineData(V3 + "[1, \"o\", \"a\", 2]\n", "a.cast:2: this line has more than [time, \"kind\", \"text\"].")]
    [InlineData(V3 + "[1, \"o\", \"\\ud800\"]\n", "a.cast:2: this line is not [time, \"kind\", \"text\"].")]
    [InlineData(V3 + "[1, \"o\", \"half", "a.cast:2: this line is not [time, \"kind\", \"text\"].")]
    public void What_is_damaged_is_told_in_a_sentence_with_its_place(string text, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<CastException>(() => Read(text)).Message);

    [Fact]
    public void A_line_without_an_end_costs_no_memory()
    {
        using var endless = new Endless(V3 + "[1, \"o\", \"");
        using var reader = CastReader.Open("a.cast", endless);
        var problem = Assert.Throws<CastException>(() => reader.TryRead(out _));
        Assert.Equal("a.cast:2: this line is longer than 1024 KiB, so it is not of a recording that can be played.", problem.Message);
        Assert.True(endless.Given < 3 * 1024 * 1024);
    }

    [Fact]
    public void A_recording_without_an_end_is_open_at_once()
    {
        using var endless = new Endless(V3, "[0.001, \"o\", \"more\"]\n");
        using var reader = CastReader.Open("a.cast", endless);
        Assert.True(reader.TryRead(out var first));
        Assert.Equal("more", first.Data);
        Assert.True(endless.Given <= 64 * 1024);
    }

    [Fact]
    public void Hostile_files_give_a_sentence_and_never_anything_else()
    {
        var good = V3 + "[0.5, \"o\", \"\\u001b[1mhé\"]\n# c\n[1, \"r\", \"90x20\"]\n[2, \"x\", \"0\"]\n";
        var bytes = Encoding.UTF8.GetBytes(good);
        var change = Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.Int[0, 2]);
        var changed = change.Array[1, 12].Select(changes =>
        {
            var file = bytes.ToList();
            foreach (var (at, value, how) in changes)
            {
                switch (how)
                {
                    case 0 when at < file.Count:
                        file[at] = value;
                        break;
                    case 1 when at < file.Count:
                        file.RemoveAt(at);
                        break;
                    default:
                        file.Insert(Math.Min(at, file.Count), value);
                        break;
                }
            }

            return file.ToArray();
        });
        Gen.OneOf(changed, Gen.Byte.Array[0, 300]).Sample(
            file =>
            {
                try
                {
                    using var reader = CastReader.Open("a.cast", new MemoryStream(file));
                    while (reader.TryRead(out var read))
                    {
                        Assert.True(read.At >= TimeSpan.Zero && read.Data is not null);
                    }
                }
                catch (CastException exception)
                {
                    Assert.Matches(@"^a\.cast:\d+: [^\n]+\.$", exception.Message);
                }
            },
            iter: 20_000);
    }

    private static (int Milliseconds, string What) Short(CastEvent read) => (
        (int)read.At.TotalMilliseconds,
        string.Create(CultureInfo.InvariantCulture, $"{(read.Kind == CastEventKind.Exit ? "x" : read.Kind.ToString()[..1].ToLowerInvariant())}:{read.Data}"));

    private static (CastHeader Header, List<CastEvent> Events) Read(string text)
    {
        using var reader = CastReader.Open("a.cast", Stream(text));
        var events = new List<CastEvent>();
        while (reader.TryRead(out var read))
        {
            events.Add(read);
        }

        return (reader.Header, events);
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>A file of any length: a beginning, then the same for ever.</summary>
    private sealed class Endless(string beginning, string rest = "aaaaaaaaaaaaaaaa") : Stream
    {
        private readonly byte[] _beginning = Encoding.UTF8.GetBytes(beginning);
        private readonly byte[] _rest = Encoding.UTF8.GetBytes(rest);

        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var i = 0; i < count; i++, Given++)
            {
                buffer[offset + i] = Given < _beginning.Length ? _beginning[Given] : _rest[(Given - _beginning.Length) % _rest.Length];
            }

            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
