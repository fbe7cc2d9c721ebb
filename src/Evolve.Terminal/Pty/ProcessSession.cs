using System.Globalization;

namespace Evolve.Terminal.Pty;

/// <summary>The processes of one session, found by the sixth field of <c>/proc/PID/stat</c> (proc(5)).</summary>
/// <param name="id">The session's, which is its leader's process id.</param>
/// <param name="hasLeaderEnded">Whether the leader has ended; until then it counts even before it made the session.</param>
internal sealed class ProcessSession(int id, Func<bool> hasLeaderEnded)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);
    private bool _isOver;

    /// <summary>Those that live; one that has ended and only waits to be noticed does not count.</summary>
    public IReadOnlyList<int> Members()
    {
        // Once nobody is left the number may be given to a stranger.
        List<int> members = hasLeaderEnded() ? [] : [id];
        if (_isOver)
        {
            return members;
        }

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var processId)
                && !members.Contains(processId)
                && IsMember(processId))
            {
                members.Add(processId);
            }
        }

        return members;
    }

    /// <summary>Asks all to hang up, and after the grace kills until nobody is left.</summary>
    public async Task KillAsync(TimeSpan grace, TimeProvider time)
    {
        var start = time.GetTimestamp();
        var isAsked = false;
        for (var members = Members(); members.Count > 0; members = Members())
        {
            var isOver = time.GetElapsedTime(start) >= grace;
            foreach (var member in members)
            {
                if (isOver)
                {
                    NativeTerminal.Signal(member, NativeTerminal.SigKill);
                }
                else if (!isAsked)
                {
                    // A stopped process would take the hang-up only when it continues.
                    NativeTerminal.Signal(member, NativeTerminal.SigHup);
                    NativeTerminal.Signal(member, NativeTerminal.SigCont);
                }
            }

            isAsked = true;
            await Task.Delay(Interval, time);
        }

        _isOver = true;
    }

    private bool IsMember(int processId)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{processId}/stat");
        }
        catch (IOException)
        {
            // It ended between the listing and the look.
            return false;
        }

        // The name, in parentheses, may hold spaces and parentheses; then: state, parent, group, session.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 3
            && fields[0] is not ("Z" or "X")
            && fields[3] == id.ToString(CultureInfo.InvariantCulture);
    }
}
