using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit.Sdk;

namespace Evolve.Terminal.Tests.Differential;

/// <summary>
/// One pane of a real tmux with a server of its own, driven through a control client. What is fed goes through a pipe
/// to a <c>cat</c> on the pane's raw terminal.
/// </summary>
internal sealed class TmuxPane : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-tmux-").FullName;
    private readonly Process _client;
    private readonly FileStream _pipe;
    private int _sentinel;

    public TmuxPane(TerminalSize size)
    {
        var pipe = Path.Combine(_folder, "pipe");
        using (var mkfifo = Process.Start("mkfifo", [pipe]))
        {
            mkfifo.WaitForExit();
        }

        var start = new ProcessStartInfo("tmux")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        string[] arguments =
        [
            "-S", Path.Combine(_folder, "socket"), "-f", "/dev/null", "-u", "-C",
            "set", "-g", "history-limit", "10000", ";", "set", "-g", "status", "off", ";",
            "new-session", "-x", $"{size.Columns}", "-y", $"{size.Rows}", $"stty raw -echo; exec cat {pipe}",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment.Remove("TMUX");
        _client = Process.Start(start) ?? throw new XunitException("tmux did not start");

        // Opened both ways, since for writing alone it would wait for a reader that a failed tmux never starts.
        _pipe = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);

        // Before it is attached, tmux knows no client whose flags could be set.
        while (!ReadLine().StartsWith("%session-changed ", StringComparison.Ordinal))
        {
        }

        Run("refresh-client -f no-output");
        Run($"resize-window -x {size.Columns} -y {size.Rows}");
    }

    /// <summary>Feeds bytes and returns when the pane has taken them all.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        _pipe.Write(bytes);
        var sentinel = $"sentinel-{++_sentinel}";
        _pipe.Write(Encoding.ASCII.GetBytes(Sentinel(sentinel)));
        var start = Stopwatch.StartNew();
        while (Run("display-message -p '#{pane_title}'")[0] != sentinel)
        {
            if (start.Elapsed > Patience)
            {
                throw new TimeoutException("tmux did not take the stream");
            }
        }
    }

    /// <summary>What ends any unfinished sequence or string, and sets a title to wait for.</summary>
    public static string Sentinel(string title) => $"\x18\e\\\x18\e]2;{title}\e\\";

    public void Resize(TerminalSize size) => Run($"resize-window -x {size.Columns} -y {size.Rows}");

    public GridSnapshot Capture()
    {
        var state = Run(
            "display-message -p '#{cursor_x} #{cursor_y} #{pane_width} #{pane_height} #{scroll_region_upper} #{scroll_region_lower} " +
            "#{cursor_flag}#{insert_flag}#{origin_flag}#{wrap_flag}#{alternate_on}#{keypad_cursor_flag}#{keypad_flag} #{pane_tabs}'")[0];
        return new GridSnapshot(
            GridSnapshot.NormaliseState(state),
            CaptureParser.Parse(Run("capture-pane -p -e -N -S -")),
            CaptureParser.Parse(Run("capture-pane -p -e -J -S -")));
    }

    public void Dispose()
    {
        // First, since without the pipe the pane's program ends, and tmux with it.
        _client.StandardInput.WriteLine("kill-server");
        if (!_client.WaitForExit(10_000))
        {
            _client.Kill();
        }

        _client.Dispose();
        _pipe.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs a command and returns the lines of its answer.</summary>
    private List<string> Run(string command)
    {
        _client.StandardInput.Write(command + "\n");
        _client.StandardInput.Flush();

        // Answers of our own commands have flag 1; those of the command line 0.
        string? end = null;
        var lines = new List<string>();
        while (true)
        {
            var line = ReadLine();
            if (end is null)
            {
                if (line.StartsWith("%begin ", StringComparison.Ordinal) && line.EndsWith(" 1", StringComparison.Ordinal))
                {
                    end = line[7..];
                }
            }
            else if (line == "%end " + end)
            {
                return lines;
            }
            else if (line == "%error " + end)
            {
                throw new XunitException($"tmux refused '{command}': {string.Join(' ', lines)}");
            }
            else
            {
                lines.Add(line);
            }
        }
    }

    /// <summary>A line up to a line feed; unlike the reader's own, a carriage return is text.</summary>
    private string ReadLine()
    {
        var line = new StringBuilder();
        for (var next = _client.StandardOutput.Read(); next != '\n'; next = _client.StandardOutput.Read())
        {
            if (next < 0)
            {
                throw new XunitException(string.Create(CultureInfo.InvariantCulture, $"tmux has gone: {line}"));
            }

            line.Append((char)next);
        }

        return line.ToString();
    }
}
