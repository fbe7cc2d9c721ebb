using Evolve.Lamp.Diagnosis;
using Evolve.Lamp.Diagnosis.Checks;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Machine;
using Evolve.Lamp.Tests.Testing;

namespace Evolve.Lamp.Tests.Diagnosis;

public sealed class DoctorSpecs
{
    [Fact]
    public async Task Findings_come_in_the_order_of_the_table_and_a_look_that_fails_is_a_line()
    {
        var slow = new TaskCompletionSource();
        var doctor = new Doctor(
            [
                new Look("first", async () => await slow.Task),
                new Look("second", () =>
                {
                    slow.SetResult();
                    return Task.CompletedTask;
                }),
                new Look("third", () => throw new IOException("the disk is on fire")),
            ],
            TimeProvider.System);
        var findings = await doctor.ExamineAsync().ToListAsync();
        Assert.Equal(["first", "second", "third"], findings.Select(finding => finding.Subject));
        Assert.Equal((FindingLevel.Warning, "the disk is on fire"), (findings[2].Level, findings[2].Value));
    }

    [Fact]
    public async Task A_look_that_hangs_is_given_up_and_the_others_are_told()
    {
        var time = new ManualTime();
        var doctor = new Doctor([new Look("works", () => Task.CompletedTask), new Look("hangs", () => new TaskCompletionSource().Task)], time);
        await using var findings = doctor.ExamineAsync().GetAsyncEnumerator();
        Assert.True(await findings.MoveNextAsync());
        Assert.Equal(FindingLevel.Good, findings.Current.Level);

        // Only now: both deadlines are on the same clock, and the first look must not meet its own.
        await time.AdvanceWhenAskedAsync(TimeSpan.FromMinutes(1));
        Assert.True(await findings.MoveNextAsync());
        Assert.StartsWith("no answer within", findings.Current.Value);
    }

    [Fact]
    public async Task Without_an_engine_the_talk_cannot_be_given_and_every_line_is_there()
    {
        await using var fake = new FakeEngine(isListening: false);
        using var engine = new DockerEngine(fake.Endpoint, TimeProvider.System);
        var resolution = new DockerEndpointResolver(new FakeHost().With("DOCKER_HOST", fake.Endpoint.Host)).Resolve();
        var doctor = new Doctor(new DoctorSubject(resolution, engine, "id", "debian:trixie-slim", 0, Path.GetTempPath()), new Host(), TimeProvider.System);
        var findings = await doctor.ExamineAsync().ToListAsync();
        Assert.Equal(doctor.Subjects, findings.Select(finding => finding.Subject));
        Assert.Equal(FindingLevel.Problem, findings.Single(finding => finding.Subject == "engine").Level);
        Assert.False(Doctor.CanTheTalkBeGiven(findings));
    }

    private sealed record Look(string Subject, Func<Task> Doing) : IDoctorCheck
    {
        public async Task<Finding> LookAsync(CancellationToken cancellationToken)
        {
            await Doing();
            return new Finding(Subject, FindingLevel.Good, "well");
        }
    }
}
