using System.Globalization;
using Evolve.Lamp.Deployment;
using Evolve.Terminal.Screen;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Topology;

/// <summary>A container's facts as they are shown: a symbol and a word for its state, and figures of a fixed width.</summary>
internal sealed class ContainerFacts(TopologyView view)
{
    /// <summary>The widest word.</summary>
    public const int WordWidth = 9;

    /// <summary>The widest address of version 4.</summary>
    public const int AddressWidth = 15;

    /// <summary>The widest memory figure.</summary>
    public const int MemoryWidth = 7;

    /// <summary>The symbol, word and colour of a container's state.</summary>
    public (string Symbol, string Word, Role Role) StateOf(TierContainer container)
    {
        var symbols = view.Theme.Symbols;
        var (symbol, word, role) = (container.State, container.Health) switch
        {
            (ContainerState.Created, _) => (symbols.Container.Stopped, "created", Role.Muted),
            (ContainerState.Paused, _) => (symbols.Container.Paused, "paused", Role.Warning),
            (ContainerState.Exited, _) => (symbols.Container.Stopped, "stopped", Role.Muted),
            (_, ContainerHealth.Healthy) => (symbols.Container.Running, container.Serves ? "serving" : "healthy", Role.StepDone),
            (_, ContainerHealth.Starting) => (symbols.Busy(view.Now), "starting", Role.StepRunning),
            (_, ContainerHealth.Unhealthy) => (symbols.Finding.Problem, "unhealthy", Role.StepFailed),
            _ => (symbols.Container.Running, container.Serves ? "serving" : "running", Role.StepDone),
        };
        return (symbol, word, IsFaded(container) && role == Role.StepDone ? Role.Muted : role);
    }

    /// <summary>The style of a container's badge; what serves no longer fades.</summary>
    public CellStyle BadgeOf(TierContainer container) =>
        IsFaded(container) ? view.Theme[Role.Muted] : view.Theme.Badge(RoleOf(container.Flavour));

    /// <summary>The style of a flavour's name where it is no badge.</summary>
    public CellStyle FlavourOf(TierContainer container) => view.Theme[IsFaded(container) ? Role.Muted : RoleOf(container.Flavour)];

    /// <summary>The style of a container's name and figures.</summary>
    public CellStyle TextOf(TierContainer container) => view.Theme[IsFaded(container) ? Role.Muted : Role.Text];

    /// <summary>What the machine of a guest runs on, before its address, or in its place where there is room for one only.</summary>
    public StyledLine PlaceOf(TierContainer container, int width)
    {
        var address = container.Address ?? "";
        if (MachineOf(container) is not { } machine)
        {
            return StyledLines.Of(address, view.Theme[Role.Muted]);
        }

        var line = new LineBuilder().Add(machine, view.Theme[IsFaded(container) ? Role.Muted : RoleOf(container.Flavour)]);
        return CellText.Width(machine) + 1 + CellText.Width(address) <= width
            ? line.Add($" {address}", view.Theme[Role.Muted]).Build()
            : line.Build();
    }

    private static string? MachineOf(TierContainer container) => container.Accelerator switch
    {
        Accelerator.Kvm => "kvm",
        Accelerator.Emulated => "emulated",
        _ => null,
    };

    private bool IsFaded(TierContainer container) =>
        container.State is ContainerState.Exited or ContainerState.Created || view.Deployment.IsRelieved(container);

    /// <summary>The colour of a flavour's family.</summary>
    public Role RoleOf(string flavour) => view.FamilyOf(flavour) switch
    {
        FlavourFamily.Evolutionary => Role.FamilyEvolutionary,
        FlavourFamily.CleanSlate => Role.FamilyCleanSlate,
        _ => Role.FamilyContainer,
    };

    /// <summary>Memory in millions of bytes (or thousands of millions), right-aligned in <see cref="MemoryWidth"/> columns.</summary>
    public static string Memory(long? bytes)
    {
        var text = bytes switch
        {
            null => "",
            < 99_950_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
            < 999_500_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
        };
        return text.PadLeft(MemoryWidth);
    }
}
