using Evolve.Tui.Host;
using Terminal.Gui.Time;
using Xunit;

namespace Evolve.Tui.Tests.Host;

[Collection(EnvironmentOfTheProcess.Name)]
public sealed class HeadlessLibraryTests
{
    [Fact]
    public void The_librarys_own_input_loop_can_be_ended()
    {
        using var app = HeadlessLibrary.Start(new VirtualTimeProvider());

        Assert.True(HeadlessLibrary.StopInputLoop(app));
    }

    [Fact]
    public void The_environment_of_steps_knows_nothing_of_it()
    {
        using var app = HeadlessLibrary.Start(new VirtualTimeProvider());

        Assert.Null(Environment.GetEnvironmentVariable("DisableRealDriverIO"));
    }
}
