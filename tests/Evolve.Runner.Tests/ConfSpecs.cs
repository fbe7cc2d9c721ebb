using Evolve.Runner.Tests.Support;

namespace Evolve.Runner.Tests;

/// <summary>guest.conf and the variables: every mistake gets its place, and all are told at once.</summary>
[Collection(CompiledOnce.Name)]
public sealed class ConfSpecs(Compiled compiled)
{
    [Theory]
    [InlineData("machine = vax", "machine is \"vax\"; write microvm, pc or q35.")]
    [InlineData("memory = 64X", "memory is \"64X\"; write a size from 1M to 64G, such as 64M.")]
    [InlineData("memory = 65G", "memory is \"65G\"; write a size from 1M to 64G, such as 64M.")]
    [InlineData("colour = red", "there is no setting \"colour\".")]
    [InlineData("fast", "\"fast\" is no setting; write key = value.")]
    [InlineData("port = 0", "port is \"0\"; write a port from 1 to 65535, or OUTER:INNER.")]
    [InlineData("port = 80:81:82", "port is \"80:81:82\"; write a port from 1 to 65535, or OUTER:INNER.")]
    [InlineData("disk = /a", "disk needs a path and then read or write, such as: disk = /data/disk write")]
    [InlineData("disk = /dev/null write fast", "disk does not know \"fast\"; after read or write there may be template=PATH and size=SIZE.")]
    [InlineData("ready = sql 3306", "ready is not whole; write control, http PORT PATH, fastcgi PORT PATH or sql PORT USER.")]
    [InlineData("ready = http 80 /", "port 80 is not forwarded; add the line: port = 80")]
    [InlineData("address = 10.0.0.1/24", "address is \"10.0.0.1/24\"; write static or dhcp.")]
    [InlineData("stop = acpi", "microvm has no power button; write stop = control.")]
    [InlineData("stop-timeout = 8", "stop-timeout is \"8\"; write a time such as 500ms or 8s.")]
    [InlineData("cpus = 17", "cpus is \"17\"; write a number from 1 to 16.")]
    [InlineData("env = EVOLVE_KEY", "the guest needs EVOLVE_KEY: give it with -e or --env-file.")]
    [InlineData("env = EVOLVE_LONG", "EVOLVE_LONG holds a newline, which a guest's configuration cannot.")]
    [InlineData("run = /", "run stands twice.")]
    public async Task A_mistake_is_told_with_its_line_and_nothing_starts(string line, string sentence)
    {
        using var guest = new Guest(compiled, "say=started exit=1", "# The line that follows is the sixth.", line).With("EVOLVE_LONG", "two\nlines");
        var ended = await guest.RunAsync();
        Assert.Equal((110, ""), (ended.Code, ended.Output));
        Assert.Equal($"{guest.PathOf("guest.conf")}:6: {sentence}\n", ended.Errors);
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once()
    {
        using var guest = new Guest(compiled, "exit=1", "memory = much", "boot = tape").With("RUNNER_CPUS", "many").With("RUNNER_KERNEL", "/no/kernel");
        var conf = guest.PathOf("guest.conf");
        Assert.Equal(
            [
                $"{conf}:5: memory is \"much\"; write a size from 1M to 64G, such as 64M.",
                $"{conf}:6: boot is \"tape\"; write kernel or disk.",
                "RUNNER_CPUS: cpus is \"many\"; write a number from 1 to 16.",
                $"{conf}: kernel /no/kernel cannot be read: No such file or directory.",
                "",
            ],
            (await guest.RunAsync()).Errors.Split('\n').Order(StringComparer.Ordinal).OrderBy(line => line.Length == 0 ? 3 : line.StartsWith("RUNNER", StringComparison.Ordinal) ? 1 : line.Contains("kernel /no", StringComparison.Ordinal) ? 2 : 0));
    }

    [Theory]
    [InlineData("RUNNER_MEMROY", "64M")]
    [InlineData("RUNNER_PORT", "80")]
    public async Task A_variable_that_is_no_setting_is_told(string name, string value)
    {
        using var guest = new Guest(compiled, "exit=1").With(name, value);
        var ended = await guest.RunAsync();
        Assert.Equal(110, ended.Code);
        Assert.Equal($"{name}: there is no such setting; those of guest.conf but port, disk and env can be given like this.\n", ended.Errors);
    }

    [Fact]
    public async Task No_network_has_no_address()
    {
        using var guest = new Guest(compiled, "exit=1", "network = none", "address = dhcp");
        Assert.Equal($"{guest.PathOf("guest.conf")}:6: there is no address without a network; take one of both away.\n", (await guest.RunAsync()).Errors);
    }

    [Fact]
    public async Task A_missing_file_is_told()
    {
        using var guest = new Guest(compiled, "exit=1").With("RUNNER_CONF", "/no/guest.conf");
        Assert.Equal("/no/guest.conf: No such file or directory; a guest's image puts its guest.conf there.\n", (await guest.RunAsync()).Errors);
    }

    [Fact]
    public async Task The_environment_wins_over_the_file()
    {
        using var guest = new Guest(compiled, "show exit=1", "memory = 64M", "tb-size = 16M").With("RUNNER_MEMORY", "96M").With("RUNNER_TB_SIZE", "8M");
        var lines = (await guest.RunAsync()).Output.Split('\n');
        Assert.Contains($"argument {96 * 1024}K", lines);
        Assert.Contains("argument tcg,tb-size=8", lines);
    }

    [Theory]
    [InlineData("microvm", "virtio-net-device,netdev=net")]
    [InlineData("pc", "virtio-net-pci,netdev=net,romfile=")]
    [InlineData("q35", "virtio-net-pci,netdev=net,romfile=")]
    public async Task The_bus_follows_the_machine(string machine, string device)
    {
        using var guest = new Guest(compiled, "show exit=1", $"machine = {machine}");
        Assert.Contains($"argument {device}", (await guest.RunAsync()).Output.Split('\n'));
    }

    [Fact]
    public async Task A_disk_is_made_from_its_template_once()
    {
        using var guest = new Guest(compiled, "say=x exit=1");
        var (disk, template) = (guest.PathOf("disk,1"), guest.PathOf("template"));
        var content = new byte[3 * 65536 + 17];
        content[65536] = 1;
        content[^1] = 2;
        File.WriteAllBytes(template, content);
        File.AppendAllText(guest.PathOf("guest.conf"), $"disk = {disk} write template={template}\n");
        Assert.Equal(0, (await guest.RunAsync()).Code);
        Assert.Equal(content, File.ReadAllBytes(disk));
        Assert.False(File.Exists(disk + ".new"));

        File.WriteAllText(disk, "written by the guest");
        Assert.Equal(0, (await guest.RunAsync()).Code);
        Assert.Equal("written by the guest", File.ReadAllText(disk));
    }

    [Fact]
    public async Task A_disk_that_cannot_be_made_is_told()
    {
        using var guest = new Guest(compiled, "say=x exit=1");
        File.WriteAllText(guest.PathOf("template"), "data");
        File.AppendAllText(guest.PathOf("guest.conf"), $"disk = /no/disk write template={guest.PathOf("template")}\n");
        var ended = await guest.RunAsync();
        Assert.Equal(110, ended.Code);
        Assert.StartsWith($"The disk /no/disk cannot be made from {guest.PathOf("template")}: No such file or directory", ended.Errors);
    }
}
