using Evolve.Base.Tests.Support;

namespace Evolve.Base.Tests;

/// <summary>Random bytes, network, disks, and the runner's channels.</summary>
[Collection(CompiledOnce.Name)]
public sealed class DeviceSpecs(Guests guests)
{
    private const int Numbered = 1000;

    private static readonly string Seed = new('a', 128);

    [Fact]
    public async Task Without_a_source_there_are_no_random_bytes()
    {
        using var machine = new Machine(guests.Kernel).On("microvm", "qemu64").Told("host=x");
        Assert.Equal(["base_random: -2", "getrandom: Function not implemented"], (await machine.RunAsync("randoms")).Lines);
    }

    [Theory]
    [InlineData("the runner's seed")]
    [InlineData("the processor")]
    [InlineData("a device")]
    public async Task Any_source_is_enough_and_no_two_starts_are_alike(string source)
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 2; i++)
        {
            using var machine = new Machine(guests.Kernel).On("microvm", source == "the processor" ? "max" : "qemu64");
            machine.Told(source == "the runner's seed" ? $"seed={Seed}" : "host=x");
            if (source == "a device")
            {
                machine.Device("rng", "");
            }

            var lines = (await machine.RunAsync("randoms")).Lines;
            Assert.Equal(["base_random: 16", "another time the same: 0"], lines[..2]);
            Assert.True(seen.Add(lines[2]), lines[2]);
        }
    }

    [Fact]
    public async Task The_configuration_is_given_whole()
    {
        using var machine = new Machine(guests.Kernel).Told("host=x", "env.A=1=2");
        Assert.Equal(
            ["room for 3: -3", "17 bytes: host=x", "env.A=1=2"], (await machine.RunAsync("configured")).Lines);
    }

    [Theory]
    [InlineData("microvm", "false")]
    [InlineData("microvm", "true")]
    [InlineData("pc", "false")]
    [InlineData("q35", "false")]
    public async Task Every_frame_comes_back_whole_and_in_order(string model, string legacy)
    {
        const int Frames = 1000, Together = 40;
        using var machine = new Machine(guests.Kernel).On(model, "max");
        machine.With("-global", $"virtio-mmio.force-legacy={legacy}");
        var wire = machine.Network();
        var control = await machine.StartAsync("echo");
        Assert.Equal("ready", await control.LineAsync());
        var random = new Random(1);
        for (var sent = 0; sent < Frames; sent += Together)
        {
            var frames = Enumerable.Range(0, Together).Select(i => MakeFrame(random, i == 0 ? 1514 : random.Next(60, 1515))).ToList();
            foreach (var frame in frames)
            {
                await wire.SendAsync(frame);
            }

            foreach (var frame in frames)
            {
                var answer = await wire.ReceiveAsync();
                Assert.Equal(frame[6..12], answer[..6]);
                Assert.Equal(frame[12..], answer[12..]);
            }
        }

        await control.SendAsync("stop\n");
        Assert.Equal(
            ["mac: 6", "52:54:00:12:34:56", "too little room: -3, too short: -3, too long: -3", $"{Frames} frames"],
            (await machine.EndAsync()).Lines);
    }

    [Theory]
    [InlineData("microvm")]
    [InlineData("pc")]
    public async Task A_wire_that_takes_nothing_is_told_and_nothing_is_lost(string model)
    {
        using var machine = new Machine(guests.Kernel).On(model, "max");
        var wire = machine.Network();
        var control = await machine.StartAsync("flood");
        Assert.Equal("full", await control.LineAsync());
        for (var i = 0; i < Numbered; i++)
        {
            Assert.Equal(i, BitConverter.ToInt32(await wire.ReceiveAsync(), 14));
        }

        await control.SendAsync("q");
        Assert.Equal(["sent"], (await machine.EndAsync()).Lines);
    }

    [Theory]
    [InlineData("microvm")]
    [InlineData("pc")]
    public async Task A_machine_that_takes_nothing_gets_the_frames_later(string model)
    {
        using var machine = new Machine(guests.Kernel).On(model, "max");
        var wire = machine.Network();
        var control = await machine.StartAsync("late");
        Assert.Equal("ready", await control.LineAsync());
        // As many as its card keeps, and then some: it is told to begin once more than those are on their way.
        for (var i = 0; i < Numbered; i++)
        {
            var frame = MakeFrame(new Random(i), 60);
            BitConverter.TryWriteBytes(frame.AsSpan(14), i);
            await wire.SendAsync(frame);
            if (i == 200)
            {
                await control.SendAsync("q");
            }
        }

        Assert.Equal(["all in order"], (await machine.EndAsync()).Lines);
    }

    [Theory]
    [InlineData("microvm")]
    [InlineData("pc")]
    [InlineData("q35")]
    public async Task What_is_written_to_a_disk_is_there_in_the_next_machine(string model)
    {
        using var first = new Machine(guests.Kernel).On(model, "max");
        var (disk, other) = (first.PathOf("first"), first.PathOf("second"));
        await File.WriteAllBytesAsync(disk, new byte[300 * 512]);
        await File.WriteAllTextAsync(other, "the other disk".PadRight(512));
        first.Disk(disk, "a").Disk(other, "b", readOnly: true);
        Assert.Equal(
            [
                "sizes: 153600 512 -2",
                "written: 102400",
                "flushed: 0",
                "at the end: 512, beyond: -3, half a sector: -3, before: -3",
                "one that is only read: -4, one that is not there: -2",
            ],
            (await first.RunAsync("disk-write")).Lines);

        using var second = new Machine(guests.Kernel).On(model, "max").Disk(disk, "a").Disk(other, "b", readOnly: true);
        Assert.Equal(
            ["read: 102400", "wrong: 0", "the second one: the other disk"], (await second.RunAsync("disk-read")).Lines);
    }

    [Fact]
    public async Task A_line_on_the_control_port_wakes_the_machine_and_is_answered()
    {
        using var machine = new Machine(guests.Kernel);
        var control = await machine.StartAsync("talk");
        Assert.Equal("mark talk", await control.LineAsync());
        foreach (var line in (string[])["time 1.5", "something longer than the port keeps by itself", "stop"])
        {
            await control.SendAsync(line + "\n");
            Assert.Equal(line, await control.LineAsync());
        }

        Assert.Equal(
            ["heard time 1.5", "heard something longer than the port keeps by itself", "heard stop"], (await machine.EndAsync()).Lines);
    }

    private static byte[] MakeFrame(Random random, int length)
    {
        var frame = new byte[length];
        random.NextBytes(frame);
        new byte[] { 0x52, 0x54, 0, 0x12, 0x34, 0x56 }.CopyTo(frame, 0);
        return frame;
    }
}
