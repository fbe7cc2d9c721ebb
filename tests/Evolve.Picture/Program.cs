using System.Diagnostics;
using System.Text;
using Evolve.Picture;
using Evolve.Terminal;
using Evolve.Terminal.Pty;
using Evolve.Terminal.Screen;

// Takes the README's picture from a real run: starts a command in a terminal of its own, types keys, waits for words
// to appear on the screen, and draws what is then to be seen.
//
//   Evolve.Picture OUT.svg COLUMNSxROWS TITLE SCRIPT -- COMMAND ARGUMENT …
//
// SCRIPT: lines of "wait SECONDS words", "press KEYS" (escapes \e \r \x02 …), and "forward SECONDS words", which presses
// PageDown as a presenter does until the words appear.
if (args.Length < 6 || args[4] != "--")
{
    Console.Error.WriteLine("usage: Evolve.Picture OUT.svg COLUMNSxROWS TITLE SCRIPT -- COMMAND ARGUMENT …");
    return 2;
}

var dimensions = args[1].Split('x').Select(int.Parse).ToArray();
var size = new TerminalSize(dimensions[0], dimensions[1]);
var screen = new VtScreen(size);
var gate = new Lock();
var command = new PtyCommand(args[5])
    .WithArguments(args[6..])
    .WithVariable("COLORTERM", "truecolor")
    .WithSize(size);
await using var process = PtyProcess.Start(command, bytes =>
{
    lock (gate)
    {
        screen.Feed(bytes.Span);
    }
});
screen.Reply += reply => process.Write(reply.Span);

foreach (var line in await File.ReadAllLinesAsync(args[3]))
{
    var words = line.Split(' ', 3);
    if (words[0] == "press")
    {
        process.Write(Encoding.UTF8.GetBytes(System.Text.RegularExpressions.Regex.Unescape(line["press ".Length..])));
    }
    else if (words[0] is "wait" or "forward"
        && !await Appeared(words[2], double.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture), words[0] == "forward"))
    {
        Console.Error.WriteLine($"'{words[2]}' did not appear; the screen is:\n{Text()}");
        return 1;
    }
}

lock (gate)
{
    File.WriteAllText(args[0], SvgPicture.Of(screen, args[2]));
}

await process.KillAsync(TimeSpan.FromSeconds(3));
return 0;

async Task<bool> Appeared(string words, double seconds, bool isForward)
{
    for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < seconds; await Task.Delay(isForward ? 400 : 50))
    {
        if (Text().Contains(words, StringComparison.Ordinal))
        {
            return true;
        }

        if (isForward)
        {
            process.Write("\e[6~"u8);
        }
    }

    return false;
}

string Text()
{
    lock (gate)
    {
        return string.Join('\n', Enumerable.Range(0, size.Rows).Select(screen.GetText));
    }
}
