using Evolve.Terminal;
using Evolve.Terminal.Pty;

namespace Evolve.Bench;

/// <summary>
/// Records what real programs write at 80x24, for the comparison with tmux: <c>--record
/// tests/Evolve.Terminal.Tests/Differential/Sessions</c>. Process lists are of a namespace of their own (needs root), so
/// that no recording shows what else runs on the machine.
/// </summary>
internal static class Recorder
{
    private const int MaxBytes = 60_000;

    private static readonly (string Name, string Command, string[] Keys)[] Sessions =
    [
        ("ls-color", "ls --color=always -la /usr/bin | head -120", []),
        ("vim", "vim -u NONE -i NONE -c 'syntax on' /etc/services", ["\x06", "\x06", "/tcp\r", "n", "ddp", "iHello wörld 你好\e", ":set number\r", ":split\r", "G", "\x02", ":qa!\r"]),
        ("less", "less -N /etc/services", [" ", " ", "/http\r", "n", "b", "G", "g", "q"]),
        ("htop", "unshare -pf --mount-proc htop -d 5", ["\eOQ", "q", "t", "\e[6~", "H", "q"]),
        ("top", "unshare -pf --mount-proc top -d 0.5", ["c", "1", "z", "q"]),
        ("git-log", "git --no-pager log --graph --stat --color=always --format='%C(auto)%h %s' -n 25", []),
        ("mariadb-help", "mariadb --help | less", [" ", " ", " ", "q"]),
        ("bash-editing", "bash --norc --noprofile -i", ["echo one two three", "\x01", "\e[C\e[C", "\x0B", "\x19", "\x15", "printf 'a\\tb\\n%.0s' 1 2 3\r", "stty size\r", "exit\r"]),
        ("tmux", "tmux -L evolve-record -f /dev/null -u new-session 'ls -la /usr; sleep 3'", ["\x02%", "\x02\"", "\x02&y"]),
    ];

    public static async Task RunAsync(string folder)
    {
        foreach (var (name, command, keys) in Sessions)
        {
            var bytes = new MemoryStream();
            var run = new PtyCommand("sh").WithArguments("-c", command)
                .WithSize(new TerminalSize(80, 24)).WithVariable("LC_ALL", "C.UTF-8").WithVariable("TMUX", null)
                .WithWorkingDirectory(name == "git-log" ? Directory.GetCurrentDirectory() : "/usr");
            await using (var process = PtyProcess.Start(run, output => Write(bytes, output)))
            {
                foreach (var key in keys)
                {
                    // A person's pace: the program draws between two keys.
                    await Task.Delay(700);
                    process.Write(System.Text.Encoding.UTF8.GetBytes(key));
                }

                await Task.WhenAny(process.Completion, Task.Delay(3000));
            }

            await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes.ToArray());
            Console.WriteLine($"{name}: {bytes.Length} bytes");
        }
    }

    private static void Write(MemoryStream bytes, ReadOnlyMemory<byte> output)
    {
        if (bytes.Length + output.Length <= MaxBytes)
        {
            bytes.Write(output.Span);
        }
    }
}
