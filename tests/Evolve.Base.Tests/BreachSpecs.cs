using System.Text.RegularExpressions;
using Evolve.Base.Tests.Support;
using Evolve.Testing;

namespace Evolve.Base.Tests;

/// <summary>What is run is not written, what is written is not run, and what goes wrong is told.</summary>
[Collection(CompiledOnce.Name)]
public sealed class BreachSpecs(Guests guests)
{
    [Theory]
    [InlineData("write-text", "poke", "a write to 0x[0-9a-f]+, which is only read")]
    [InlineData("write-constant", "poke", "a write to 0x[0-9a-f]+, which is only read")]
    [InlineData("write-relocated", "poke", "a write to 0x[0-9a-f]+, which is only read")]
    [InlineData("write-zero", "poke", "a write to 0x8, where nothing is")]
    [InlineData("write-guard", "poke", "a write to 0x[0-9a-f]+fff, where nothing is")]
    [InlineData("overflow bare", "deeper", "a write to 0x[0-9a-f]+, where nothing is")]
    public async Task A_write_that_must_not_be_ends_the_program_and_names_it(string words, string function, string fault)
    {
        var console = await CrashAsync(words, 11);
        Assert.Matches($@"base: the program crashed: page fault \(signal 11\) at 0x[0-9a-f]+ in {function}\+0x[0-9a-f]+\n", console);
        Assert.Matches($"base:   {fault}\n", console);
        Assert.DoesNotContain("written", console, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jump-data")]
    [InlineData("jump-stack")]
    [InlineData("jump-heap")]
    public async Task Data_is_not_run_and_the_caller_is_named(string words)
    {
        var console = await CrashAsync(words, 11);
        Assert.Matches("base:   a jump to 0x[0-9a-f]+, which is not run\n", console);
        Assert.Matches(@"base:   called from 0x[0-9a-f]+ in jump\+", console);
        Assert.DoesNotContain("ran\n", console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_has_all_registers()
    {
        var console = await CrashAsync("divide", 8);
        Assert.Contains("base: the program crashed: division error (signal 8) at 0x", console, StringComparison.Ordinal);
        Assert.Matches("base:   rax=1 rbx=[0-9a-f]+ rcx=0 ", console);
        Assert.Equal(18, Regex.Count(console, @"\b(r[a-z]{2}|r\d+|flags|error)=[0-9a-f]+"));
    }

    [Fact]
    public async Task Nobody_is_granted_what_is_both_written_and_run()
    {
        using var machine = new Machine(guests.Kernel);
        Assert.Equal(
            [
                "a new page to be run: Permission denied",
                "a page of the heap to be run: Permission denied",
                "data to be run: Permission denied",
                "text to be written: Permission denied",
                "a constant to be written: Permission denied",
                "a page over the text: Cannot allocate memory",
            ],
            (await machine.RunAsync("ask")).Lines);
    }

    [Fact]
    public async Task A_program_linked_with_a_segment_that_is_both_is_not_started()
    {
        using var machine = new Machine(guests.LinkWith(Repository.PathOf("tests", "Evolve.Base.Tests", "Guests", "both.S")));
        var ended = await machine.RunAsync("words");
        Assert.Equal(
            (63, "base: the machine cannot start: the program has a segment that is both written and run\n"), (ended.Status, ended.Console));
    }

    private async Task<string> CrashAsync(string words, int signal)
    {
        using var machine = new Machine(guests.Kernel);
        var ended = await machine.RunAsync(words);
        Assert.True(ended.Status == 64 + signal, ended.Console);
        return ended.Console;
    }
}
