using Evolve.Lamp.Diagnosis;
using Evolve.Player.Playing;
using Evolve.Terminal;
using Evolve.Testing;
using Xunit;

namespace Evolve.Tui.Tests.App;

/// <summary>The main screens in the three sizes, approved by eye.</summary>
public sealed class ScreenTests
{
    private const string BuildOutput =
        "Sending build context to Docker daemon  9.216kB\nStep 1/9 : FROM debian:trixie-slim\n ---> 4d9c3a1b2e77\n"
        + "Step 2/9 : ARG EVOLVE_DEPLOYMENT\n ---> Using cache\n ---> 8ab1c0f45d21\nStep 3/9 : RUN apt-get -qq update\n";

    public static TheoryData<int, int> Sizes => new() { { 80, 24 }, { 120, 36 }, { 200, 60 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Opening(int columns, int rows) => await Verify("", Show(columns, rows, () =>
    {
        using var app = new AppDriver(new AppOptions { Size = new(columns, rows), Examine = Findings });
        return app.ShouldShow("A tour of Evolve").ShouldShow("20.10").Screen;
    }));

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Slide(int columns, int rows) => await Verify("", Show(columns, rows, () =>
    {
        using var app = AppDriver.Play(Options(columns, rows));
        return app.Press("PageDown").ShouldShow("Everything you will see").Screen;
    }));

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Running(int columns, int rows) => await Verify("", Show(columns, rows, () =>
    {
        using var app = AppDriver.Play(Options(columns, rows));
        app.Press("PageDown", "PageDown", "PageDown").ShouldShow("apt-get -qq").ShouldShow("build-php is running");
        return app.Wait(TimeSpan.FromSeconds(12)).Screen;
    }));

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Failed(int columns, int rows) => await Verify("", Show(columns, rows, () =>
    {
        using var app = AppDriver.Play(Options(columns, rows));
        app.Press("PageDown", "PageDown", "PageDown").ShouldShow("build-php is running").Wait(TimeSpan.FromSeconds(3));
        app.Options.Programs.End(100, "E: Unable to locate package php8.4-fpm\n");
        app.Until(() => app.Player.State.StateOf("build-php").Status == StepStatus.Failed, "a failed step");
        return app.Press("PageDown").ShouldShow("Open a shell").Screen;
    }));

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Zoomed(int columns, int rows) => await Verify("", Show(columns, rows, () =>
    {
        using var app = AppDriver.Play(Options(columns, rows));
        app.Press("PageDown", "PageDown", "PageDown").ShouldShow("build-php is running");
        return app.Press("x", "F12", "Tab", "z").ShouldShow("apt-get -qq").ShouldNotShow("The PHP tier").Screen;
    }));

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Help(int columns, int rows) => await Verify("", Show(columns, rows, () =>
    {
        using var app = AppDriver.Play(Options(columns, rows));
        return app.Press("?").ShouldShow("Ctrl-P").Screen;
    }));

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Index(int columns, int rows) => await Verify("", Show(columns, rows, () =>
    {
        using var app = AppDriver.Play(Options(columns, rows));
        return app.Press("Ctrl-P").ShouldShow("run-php").Type("php").ShouldNotShow("Questions?").Screen;
    }));

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Editing(int columns, int rows) => await Verify("", Show(columns, rows, () =>
    {
        using var app = AppDriver.Play(Options(columns, rows));
        return app.Press("PageDown", "PageDown").ShouldShow("The PHP tier").Press("e").ShouldShow("Edit build-php").Screen;
    }));

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Quitting(int columns, int rows) => await Verify("", Show(columns, rows, () =>
    {
        using var app = AppDriver.Play(Options(columns, rows));
        return app.Press("q").ShouldShow("Keep it running").Screen;
    }));

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task TwoPanes(int columns, int rows) => await Verify("", Show(columns, rows, () =>
    {
        using var app = AppDriver.Play(Options(columns, rows));
        app.Press("PageDown", "PageDown", "PageDown").ShouldShow("build-php is running").Press("x");
        return app.ShouldShow("keys go to shell").Wait(TimeSpan.FromSeconds(1)).Screen;
    }));

    private static AppOptions Options(int columns, int rows) => new()
    {
        Size = new TerminalSize(columns, rows),
        Deployment = ClickerTests.RunningDeployment(),
        Programs = new FakePrograms().When("docker build", BuildOutput, null).When("--norc -i", "evolve$ ", null),
    };

    private static async IAsyncEnumerable<Finding> Findings([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new Finding("Engine", FindingLevel.Good, "Docker 20.10.24");
        yield return new Finding("Disk", FindingLevel.Good, "41 GB free");
        yield return new Finding("/dev/kvm", FindingLevel.Warning, "there, but it does not boot", "Unikernels will be emulated, which is slower; nothing to do.");
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        yield return new Finding("Port 8080", FindingLevel.Good, "free");
    }

    /// <summary>The library's context is gone before the test awaits.</summary>
    private static (string Name, string Text) Show(int columns, int rows, Func<string> show) => ($"{columns}x{rows}", show());

    private static Task Verify(
        string file, (string Name, string Text) screen, [System.Runtime.CompilerServices.CallerFilePath] string path = "", [System.Runtime.CompilerServices.CallerMemberName] string method = "") =>
        Verifier.Verify(screen.Text, screen.Name + file, path, method);
}
