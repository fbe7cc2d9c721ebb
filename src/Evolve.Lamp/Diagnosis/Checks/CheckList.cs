using Evolve.Lamp.Guests;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Everything that is looked at, in the order of the table.</summary>
internal static class CheckList
{
    internal static IReadOnlyList<IDoctorCheck> Of(DoctorSubject subject, IHost host, TimeProvider time)
    {
        var talk = new EngineTalk(subject);
        return
        [
            new PlatformCheck(host),
            new RuntimeCheck(),
            new EngineCheck(talk),
            new ClientCheck(subject.Resolution.Endpoint),
            new BuilderCheck(subject.Resolution.Endpoint),
            new HolderCheck(talk, time),
            new NamesCheck(talk),
            new BaseImageCheck(talk, host),
            new PortCheck(talk),
            new DiskCheck("docker's disk", async token => (await talk.InfoAsync(token))?.RootFolder),
            new DiskCheck("state's disk", _ => Task.FromResult<string?>(subject.StateFolder)),
            new MemoryCheck(host),
            new ProcessorCheck(),
            Kvm(subject, host),
            new TerminalCheck(host, subject.TerminalSize),
        ];
    }

    /// <summary>What one scenario needs, and no more.</summary>
    internal static IReadOnlyList<IDoctorCheck> OfTalk(DoctorSubject subject, TalkNeeds needs, IHost host, TimeProvider time)
    {
        var talk = new EngineTalk(subject);
        var stock = new ImageStock(talk, needs.Images);
        IDoctorCheck[] ofEngine =
        [
            new EngineCheck(talk),
            new ClientCheck(subject.Resolution.Endpoint),
            new BuilderCheck(subject.Resolution.Endpoint),
            new HolderCheck(talk, time),
            new NamesCheck(talk),
            new BaseImageCheck(talk, host),
            new ImagesCheck(stock),
            new PortCheck(talk),
            new RoomCheck(talk, stock),
            needs.Kvm ? new KvmNeededCheck(Kvm(subject, host)) : Kvm(subject, host),
        ];
        return
        [
            new PlatformCheck(host),
            new RuntimeCheck(),
            .. needs.Engine ? ofEngine : [],
            .. needs.Network ? new IDoctorCheck[] { new NetworkCheck(host) } : [],
            new DiskCheck("state's disk", _ => Task.FromResult<string?>(subject.StateFolder)),
            new MemoryCheck(host),
            new ProcessorCheck(),
            new RecordingsCheck(needs),
            new TerminalCheck(host, subject.TerminalSize),
        ];
    }

    /// <summary>Whether KVM works, by a boot; the answer is kept.</summary>
    internal static IDoctorCheck Kvm(DoctorSubject subject, IHost host) => new KvmCheck(token => BootAsync(subject, host, token));

    private static async Task<KvmAnswer?> BootAsync(DoctorSubject subject, IHost host, CancellationToken cancellationToken)
    {
        if (subject.Resolution.Endpoint is not { } endpoint
            || await new KvmProbe(endpoint, subject.DeploymentId).BootAsync(cancellationToken) is not { } answer)
        {
            return null;
        }

        new KvmFile(Path.Combine(subject.StateFolder, KvmFile.Name), endpoint, host).Keep(answer);
        return answer;
    }
}
