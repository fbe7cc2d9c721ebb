using System.Diagnostics;
using System.Globalization;
using System.Text;
using Evolve.Runner.Tests.Support;

namespace Evolve.Runner.Tests;

/// <summary>A start from a saved state happens only where everything is as it was; else the guest starts cold, and one line says why.</summary>
[Collection(CompiledOnce.Name)]
public sealed class SavedSpecs(Compiled compiled)
{
    private const string Wakes = "in:run in:hear=wake in:tell=awake in:open in:wait in:exit=1 say=up tell=ready rest exit=1";

    [Fact]
    public async Task A_saved_guest_is_woken_told_the_time_and_only_then_reached()
    {
        using var guest = Saved(Wakes);
        var head = await SaveAsync(guest);
        Assert.DoesNotContain("the guest's secret", head);

        var runner = guest.Start();
        Assert.Equal($"runner: starts from the saved state in {guest.PathOf("saved")}, 0.1 MB", await Guest.UntilAsync(runner, "runner: "));
        var time = (await Guest.UntilAsync(runner, "heard wake "))["heard wake ".Length..];
        Assert.InRange(
            decimal.Parse(time, CultureInfo.InvariantCulture) - DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000m, -5, 1);
        Assert.StartsWith("monitor hostfwd_add net tcp::80-:8080\"", await Guest.UntilAsync(runner, "monitor "));
        Assert.Matches(
            @"^runner: ready accel=tcg kernel=\d\.\d{3}s awake=\d\.\d{3}s ready=\d\.\d{3}s start=saved$", await Guest.UntilAsync(runner, "runner: "));
        Assert.Contains("start        saved\n", (await guest.RunAsync("info")).Output);
        Guest.Signal(runner, "TERM");
        Assert.Equal(0, (await Guest.EndOf(runner)).Code);
    }

    [Fact]
    public async Task Before_it_is_awake_it_is_not_healthy_and_no_port_of_it_is_open()
    {
        using var guest = Saved("in:show in:run in:hear=wake in:say=not_yet in:wait in:exit=1 say=up tell=ready rest exit=1", "wake-timeout = 30s");
        await SaveAsync(guest);
        var runner = guest.Start();
        var arguments = await Guest.UntilAsync(runner, "argument user,");
        Assert.Equal("argument user,id=net,ipv6=off", arguments);
        await Guest.UntilAsync(runner, "not yet");
        var health = await guest.RunAsync("health");
        Assert.Equal((1, "The guest is being woken from its saved state.\n"), (health.Code, health.Output));

        // A stop is a stop: nothing starts instead.
        Guest.Signal(runner, "TERM");
        var ended = await Guest.EndOf(runner);
        Assert.Equal((0, "the guest ended with status 0"), (ended.Code, Assert.Single(ended.Own)));
    }

    [Fact]
    public async Task The_state_is_for_its_owner_alone_and_a_new_one_takes_the_place_of_the_old()
    {
        using var guest = Saved(Wakes);
        var one = await SaveAsync(guest);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(guest.PathOf("saved")).UnixFileMode);
        var other = await SaveAsync(guest);
        Assert.False(File.Exists(guest.PathOf("saved.new")));

        // With a salt of its own: nobody can compare the secrets of two states.
        Assert.NotEqual(Line(one), Line(other));

        static string Line(string head) => head.Split('\n').Single(line => line.StartsWith("the environment: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_state_the_start_is_cold_and_says_so()
    {
        using var guest = Saved("say=up tell=ready rest exit=1");
        await ColdAsync(guest, $"there is no saved state in {guest.PathOf("saved")}");
    }

    [Theory]
    [InlineData("RUNNER_MEMORY", "80M", "the machine")]
    [InlineData("RUNNER_CPU", "qemu64", "the machine")]
    [InlineData("EVOLVE_KEY", "another secret", "the environment")]
    [InlineData("RUNNER_KERNEL", "/dev/null", "the kernel")]
    [InlineData("kernel", "other bytes", "the kernel")]
    [InlineData("root", "other bytes", "the disk")]
    [InlineData("guest.conf", "# Another line.\n", "guest.conf")]
    public async Task Whatever_differs_makes_a_cold_start(string what, string value, string named)
    {
        using var guest = Saved(Wakes);
        await SaveAsync(guest);
        if (char.IsUpper(what[0]))
        {
            guest.With(what, value);
        }
        else
        {
            File.AppendAllText(guest.PathOf(what), value);
        }

        await ColdAsync(guest, $"the state in {guest.PathOf("saved")} is of another start: {named} differs");
    }

    [Fact]
    public async Task A_state_of_emulation_is_not_for_KVM()
    {
        using var guest = Saved(Wakes, "kvm-device = /dev/null");
        await SaveAsync(guest);
        var runner = guest.With("RUNNER_ACCEL", "kvm").Start();
        Assert.EndsWith("is of another start: the accelerator differs", await Guest.UntilAsync(runner, "runner: "));
        Assert.Contains("accel=kvm", await Guest.UntilAsync(runner, "runner: "));
    }

    [Theory]
    [InlineData(70_000, 0, "the state in * is damaged")]
    [InlineData(0, 70_000, "the state in * is damaged")]
    [InlineData(0, 32 * 1024, "* is no saved state, or only a part of one")]
    [InlineData(0, 500, "* is no saved state, or only a part of one")]
    [InlineData(0, 0, "the saved state in * cannot be read: No data available")]
    public async Task A_damaged_file_makes_a_cold_start(int flipped, int cut, string why)
    {
        using var guest = Saved(Wakes);
        await SaveAsync(guest);
        var path = guest.PathOf("saved");
        var bytes = File.ReadAllBytes(path);
        if (flipped > 0)
        {
            bytes[flipped] ^= 1;
            cut = bytes.Length;
        }

        File.WriteAllBytes(path, bytes[..cut]);
        await ColdAsync(guest, why.Replace("*", path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("in:hang", "the guest was not awake and ready within 0.3 s")]
    [InlineData("in:run in:hang", "the guest was not awake and ready within 0.3 s")]
    [InlineData("in:run in:hear=wake in:hang", "the guest was not awake and ready within 0.3 s")]
    [InlineData("in:run in:hear=wake in:tell=awake in:hang", "the guest was not awake and ready within 0.3 s")]
    [InlineData("in:run in:hear=wake in:tell=awake in:refuse in:hang", "QEMU does not forward its ports")]
    [InlineData("in:word=load_of_migration_failed in:exit=1", "load of migration failed")]
    [InlineData("in:exit=1", "QEMU did not start the machine")]
    [InlineData("in:run in:say=init:_no_seed in:exit=127", "the guest ended with status 63")]
    [InlineData("in:abort", "QEMU crashed: signal 6 (Aborted)")]
    public async Task A_guest_that_does_not_wake_makes_a_cold_start(string script, string why)
    {
        using var guest = Saved(script + " say=up tell=ready rest exit=1", "wake-timeout = 300ms");
        await SaveAsync(guest);
        var runner = guest.Start();
        await Guest.UntilAsync(runner, "runner: starts from the saved state");
        await ColdAsync(guest, why, runner);
    }

    [Fact]
    public async Task A_guest_that_does_not_fall_asleep_is_not_saved_and_the_old_state_stays()
    {
        using var guest = Saved("say=up tell=ready hang", "wake-timeout = 200ms");
        File.WriteAllText(guest.PathOf("saved"), "the old state");
        var ended = await guest.RunAsync("save");
        Assert.Equal((116, "the guest was not saved within 0.2 s"), (ended.Code, ended.Own[^1]));
        Assert.Equal("the old state", File.ReadAllText(guest.PathOf("saved")));
    }

    [Theory]
    [InlineData("saved = /no/saved", "/no/saved cannot be written here; give docker run a volume for its folder, such as -v evolve-saved:/saved.\n")]
    [InlineData("# Nothing of it.", "This guest has no saved state: its guest.conf names no file for one.\n")]
    public async Task A_state_needs_a_place(string setting, string sentence)
    {
        using var guest = new Guest(compiled, "exit=1", setting);
        var ended = await guest.RunAsync("save");
        Assert.Equal((110, sentence), (ended.Code, ended.Errors));
    }

    [Fact]
    public async Task A_guest_that_never_serves_has_no_state()
    {
        using var guest = Saved("say=up exit=1");
        Assert.Equal(116, (await guest.RunAsync("save")).Code);
        Assert.False(File.Exists(guest.PathOf("saved")));
    }

    private static async Task ColdAsync(Guest guest, string why, Process? started = null)
    {
        var runner = started ?? guest.Start();
        Assert.Equal($"runner: starts cold: {why}", await Guest.UntilAsync(runner, "runner: "));
        Assert.Matches(@"^runner: ready accel=tcg kernel=\d\.\d{3}s ready=\d\.\d{3}s start=cold$", await Guest.UntilAsync(runner, "runner: "));
        var info = await guest.RunAsync("info");
        Assert.Contains($"start        cold\ncold, as     {why}\n", info.Output);
        Guest.Signal(runner, "TERM");
        Assert.Equal(0, (await Guest.EndOf(runner)).Code);
    }

    // Returns what stands before QEMU's own part.
    private static async Task<string> SaveAsync(Guest guest)
    {
        var ended = await guest.RunAsync("save");
        Assert.True(ended.Code == 0, ended.Output + ended.Errors);
        Assert.Matches(@"^the state is saved in .*/saved, 0\.1 MB, after \d\.\d s$", ended.Own[^1]);
        return Encoding.Latin1.GetString(File.ReadAllBytes(guest.PathOf("saved"))[..(32 * 1024)]);
    }

    private Guest Saved(string script, params string[] settings)
    {
        var guest = new Guest(compiled, script, settings).With("EVOLVE_KEY", "the guest's secret");
        File.WriteAllText(guest.PathOf("root"), "a disk");
        File.AppendAllText(
            guest.PathOf("guest.conf"),
            $"saved = {guest.PathOf("saved")}\nenv = EVOLVE_KEY\nport = 80:8080\ndisk = {guest.PathOf("root")} read\n");
        return guest;
    }
}
