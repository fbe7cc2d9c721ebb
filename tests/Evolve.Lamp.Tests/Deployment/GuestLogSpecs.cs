using Evolve.Lamp.Deployment;

namespace Evolve.Lamp.Tests.Deployment;

public sealed class GuestLogSpecs
{
    [Theory]
    [InlineData("runner: ready accel=kvm kernel=0.050s ready=0.172s start=saved\n", Accelerator.Kvm)]
    [InlineData("Linux\nrunner: ready accel=tcg kernel=0.150s ready=1.172s\n", Accelerator.Emulated)]
    [InlineData("runner: starts cold: there is no saved state\n", null)]
    [InlineData("a guest that says runner: ready accel=kvm is not believed\n", null)]
    [InlineData("", null)]
    public void What_a_machine_runs_on_stands_in_its_log(string log, Accelerator? expected) =>
        Assert.Equal(expected, GuestLog.AcceleratorIn(log));

    [Fact]
    public void A_moment_is_asked_for_in_seconds() =>
        Assert.Equal("1764042429.123000000", GuestLog.SecondsOf("2025-11-25T03:47:09.123456789Z"));
}
