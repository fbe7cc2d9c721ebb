using System.Text.RegularExpressions;
using Evolve.Runner.Tests.Support;

namespace Evolve.Runner.Tests;

/// <summary>KVM that fails never costs the guest: one line says why, and emulation takes over.</summary>
[Collection(CompiledOnce.Name)]
public sealed partial class KvmSpecs(Compiled compiled)
{
    private const string Serves = " say=hello tell=ready wait exit=1";

    [Theory]
    [InlineData("kvm:word=failed_to_initialize_kvm kvm:exit=1", "failed to initialize kvm")]
    [InlineData("kvm:exit=1", "QEMU did not start the machine")]
    [InlineData("kvm:hang", "the guest's kernel gave no sign within 0.3 s")]
    [InlineData("kvm:abort", "QEMU crashed: signal 6 (Aborted)")]
    [InlineData("kvm:word=failed_to_set_MSR kvm:abort", "failed to set MSR")]
    [InlineData("kvm:say=half_a kvm:exit=0", "the guest crashed: its machine was reset or halted without a status")]
    [InlineData("kvm:say=half_a kvm:word=KVM_internal_error kvm:hang", "KVM internal error")]
    public async Task It_falls_back_and_says_why_in_one_line(string script, string why)
    {
        using var guest = new Guest(compiled, script + Serves, "accel = kvm", "kvm-device = /dev/null", "kvm-timeout = 300ms");
        var runner = guest.Start();
        Assert.Equal($"runner: KVM is not used: {why}; the guest is emulated, which is slower", await Guest.UntilAsync(runner, "runner: "));
        Assert.Matches(ReadyEmulated(), await Guest.UntilAsync(runner, "runner: "));
        Guest.Signal(runner, "TERM");
        Assert.Equal(0, (await Guest.EndOf(runner)).Code);
    }

    [Fact]
    public async Task KVM_that_works_is_kept()
    {
        using var guest = new Guest(compiled, "tcg:abort say=hello tell=ready exit=1", "accel = kvm", "kvm-device = /dev/null");
        var ended = await guest.RunAsync();
        Assert.Equal(0, ended.Code);
        Assert.StartsWith("ready accel=kvm ", ended.Own[0]);
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_told_with_its_remedy()
    {
        using var guest = new Guest(compiled, "kvm:abort say=hello tell=ready exit=1", "accel = kvm", "kvm-device = /dev/there-is-none");
        var ended = await guest.RunAsync();
        Assert.Equal(0, ended.Code);
        Assert.StartsWith("KVM is not used: the device is not in this container (docker run --device /dev/kvm)", ended.Own[0]);
    }

    [Fact]
    public async Task A_guest_that_ends_by_itself_is_not_started_again()
    {
        using var guest = new Guest(compiled, "say=hello kvm:exit=7 tcg:exit=1", "accel = kvm", "kvm-device = /dev/null");
        Assert.Equal(3, (await guest.RunAsync()).Code);
    }

    [Fact]
    public async Task A_crash_after_it_was_ready_is_a_crash()
    {
        using var guest = new Guest(compiled, "say=hello tell=ready kvm:hang tcg:exit=1", "accel = kvm", "kvm-device = /dev/null");
        var runner = guest.Start();
        await Guest.UntilAsync(runner, "ready accel=kvm");
        var pid = File.ReadAllLines(guest.PathOf("runner/state")).Single(line => line.StartsWith("qemu=", StringComparison.Ordinal))["qemu=".Length..];
        using (var kill = System.Diagnostics.Process.Start("kill", ["-SEGV", pid]))
        {
            kill.WaitForExit();
        }

        Assert.Equal(113, (await Guest.EndOf(runner)).Code);
    }

    [GeneratedRegex(@"^runner: ready accel=tcg kernel=\d+\.\d{3}s ready=\d+\.\d{3}s$")]
    private static partial Regex ReadyEmulated();
}
