using System.Runtime.CompilerServices;
using Evolve.Lamp.Diagnosis.Checks;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Diagnosis;

/// <summary>Looks at everything that a talk needs; each look has its own deadline, all are taken at once.</summary>
public sealed class Doctor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly TimeProvider _time;
    private readonly IReadOnlyList<IDoctorCheck> _checks;

    /// <summary>Prepares; nothing is looked at yet.</summary>
    public Doctor(DoctorSubject subject, IHost host, TimeProvider time)
        : this(CheckList.Of(subject, host, time), time)
    {
    }

    internal Doctor(IReadOnlyList<IDoctorCheck> checks, TimeProvider time)
    {
        _checks = checks;
        _time = time;
    }

    /// <summary>A doctor that looks only at what stands between a scenario and its first container.</summary>
    /// <param name="subject">What is looked at.</param>
    /// <param name="isTalk">Whether the scenario gives the talk's names; every one uses the site's port.</param>
    /// <param name="time">The clock of its deadlines.</param>
    public static Doctor OfStage(DoctorSubject subject, bool isTalk, TimeProvider time)
    {
        var talk = new EngineTalk(subject);
        return new(isTalk ? [new PortCheck(talk), new NamesCheck(talk)] : [new PortCheck(talk)], time);
    }

    /// <summary>A doctor that looks at what one scenario needs.</summary>
    public static Doctor OfTalk(DoctorSubject subject, TalkNeeds needs, IHost host, TimeProvider time) =>
        new(CheckList.OfTalk(subject, needs, host, time), time);

    /// <summary>A doctor that only finds out, by a boot, whether KVM works, and keeps the answer for every guest.</summary>
    public static Doctor OfKvm(DoctorSubject subject, IHost host, TimeProvider time) => new([CheckList.Kvm(subject, host)], time);

    /// <summary>What will be looked at, in the order of the table: the rows of a table that fills in.</summary>
    public IReadOnlyList<string> Subjects => [.. _checks.Select(check => check.Subject)];

    /// <summary>Whether the talk can be given: no finding is a problem.</summary>
    public static bool CanTheTalkBeGiven(IEnumerable<Finding> findings) =>
        findings.All(finding => finding.Level != FindingLevel.Problem);

    /// <summary>The findings in the order of <see cref="Subjects"/>, each as soon as it and those before it are known.</summary>
    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var looking in _checks.Select(check => LookAsync(check, cancellationToken)).ToList())
        {
            yield return await looking;
        }
    }

    private async Task<Finding> LookAsync(IDoctorCheck check, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            // Off the caller's thread, and left alone when it is late: a file system may hang where no token reaches.
            return await Task.Run(() => check.LookAsync(both.Token), both.Token).WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Finding(
                check.Subject,
                FindingLevel.Warning,
                $"no answer within {Patience.TotalSeconds:0} s",
                "Try again when the machine is less busy; this could not be looked at.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            return new Finding(check.Subject, FindingLevel.Warning, SafeText.Of(e.Message), "This could not be looked at.");
        }
    }
}
