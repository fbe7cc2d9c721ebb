using System.Globalization;
using Evolve.Player.Verifying;
using Evolve.Scenarios.Model;

namespace Evolve.Stage.Rehearsing;

/// <summary>Plays a scenario as often as is asked, and brings together what the plays say.</summary>
/// <param name="output">Told which play begins.</param>
/// <param name="play">Plays it once for real, given the number of the play from 1; before all but the first it puts everything back.</param>
public sealed class Rehearsal(TextWriter output, Func<int, CancellationToken, Task<VerificationReport>> play)
{
    /// <summary>Plays; a step that fails ends its play and not the rehearsal, but what cannot even begin ends it all.</summary>
    public async Task<RehearsalReport> RunAsync(Scenario scenario, int repeats, CancellationToken cancellationToken = default)
    {
        var plays = new List<VerificationReport>();
        for (var number = 1; number <= repeats && plays.TrueForAll(done => done.Problem is null); number++)
        {
            if (repeats > 1)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Play {number} of {repeats}."));
            }

            plays.Add(await play(number, cancellationToken));
        }

        return RehearsalReport.Of(scenario, plays);
    }
}
