using System.Globalization;
using Evolve.Player.Verifying;
using Evolve.Scenarios.Model;

namespace Evolve.Stage.Rehearsing;

/// <summary>
/// Plays a scenario as often as is asked, and brings together what the plays say. Between two plays it goes back as a
/// speaker does who starts over, by the undos of what was done, so that these are rehearsed, too; only where that does
/// not succeed is all removed that the play has made.
/// </summary>
/// <param name="output">Told which play begins.</param>
/// <param name="play">Plays it once for real.</param>
public sealed class Rehearsal(TextWriter output, Func<RehearsalRound, CancellationToken, Task<VerificationReport>> play)
{
    /// <summary>Plays; a step that fails ends its play and not the rehearsal, but what cannot even begin ends it all.</summary>
    public async Task<RehearsalReport> RunAsync(Scenario scenario, int repeats, CancellationToken cancellationToken = default)
    {
        var plays = new List<VerificationReport>();
        for (var number = 1; number <= repeats && plays.TrueForAll(done => done.Problem is null); number++)
        {
            var isLeft = plays is [.., var last] && last.WayBack is not { IsWhole: true };
            if (isLeft)
            {
                output.WriteLine("What it has made is removed instead of taken back.");
            }

            if (repeats > 1)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Play {number} of {repeats}."));
            }

            plays.Add(await play(new RehearsalRound(RemovesFirst: isLeft, GoesBack: number < repeats), cancellationToken));
        }

        return RehearsalReport.Of(scenario, plays);
    }
}

/// <summary>One play of a rehearsal.</summary>
/// <param name="RemovesFirst">Whether what earlier plays have left is removed before it.</param>
/// <param name="GoesBack">Whether what it does is taken back after it, for there is another.</param>
public sealed record RehearsalRound(bool RemovesFirst, bool GoesBack);
