using Evolve.Base.Tests.Support;

namespace Evolve.Base.Tests;

/// <summary>An ordinary program, linked with the base, is the whole machine.</summary>
[Collection(CompiledOnce.Name)]
public sealed class ProgramSpecs(Guests guests)
{
    [Theory]
    [InlineData("microvm", "max")]
    [InlineData("microvm", "qemu64")]
    [InlineData("pc", "max")]
    [InlineData("pc", "qemu64")]
    [InlineData("q35", "max")]
    [InlineData("q35", "qemu64")]
    public async Task A_program_gets_its_words_and_its_environment(string model, string processor)
    {
        using var machine = new Machine(guests.Kernel).On(model, processor).Told("host=x", "env.SECRET=a=b c", "new=1");
        var ended = await machine.RunAsync("words one  two=2 OCAMLRUNPARAM=s=1k tsc-khz=1000000");
        Assert.Equal(
            ["word 0 is words", "word 1 is one", "word 2 is two=2", "OCAMLRUNPARAM is s=1k", "SECRET is a=b c"], ended.Lines);
    }

    [Fact]
    public async Task OCaml_is_told_to_be_small_unless_told_otherwise()
    {
        using var machine = new Machine(guests.Kernel);
        Assert.Contains("OCAMLRUNPARAM is d=1,s=32k,l=128k", (await machine.RunAsync("words")).Lines);
    }

    [Theory]
    [InlineData("status 0", 0)]
    [InlineData("status 7", 7)]
    [InlineData("status 63", 63)]
    [InlineData("status 200", 63)]
    [InlineData("abort", 64 + 6)]
    public async Task The_status_is_what_the_runner_expects(string words, int status)
    {
        using var machine = new Machine(guests.Kernel);
        Assert.Equal(status, (await machine.RunAsync(words)).Status);
    }

    [Fact]
    public async Task Eight_megabytes_are_enough_for_a_small_program()
    {
        using var machine = new Machine(guests.Kernel).Memory(8);
        Assert.Equal(0, (await machine.RunAsync("words")).Status);
    }

    [Fact]
    public async Task A_call_that_is_not_there_says_so()
    {
        using var machine = new Machine(guests.Kernel);
        Assert.Equal(["call 999: Function not implemented"], (await machine.RunAsync("unknown")).Lines);
    }

    [Fact]
    public async Task A_program_that_takes_all_memory_is_told_in_time_and_loses_nothing()
    {
        using var machine = new Machine(guests.Kernel);
        Assert.Equal(["told in time, all came back"], (await machine.RunAsync("hungry")).Lines);
    }

    [Fact]
    public async Task New_pages_are_empty_and_rights_come_back_with_the_content()
    {
        using var machine = new Machine(guests.Kernel);
        Assert.Equal(["at the same place: 1, bytes of the page before: 0", "kept: y"], (await machine.RunAsync("pages")).Lines);
    }

    [Fact]
    public async Task A_full_stack_is_a_signal_that_a_program_survives()
    {
        using var machine = new Machine(guests.Kernel);
        Assert.Equal(["round 0: full", "round 1: full"], (await machine.RunAsync("overflow")).Lines);
    }

    [Fact]
    public async Task A_handler_that_returns_finds_every_register_as_it_was()
    {
        using var machine = new Machine(guests.Kernel);
        Assert.Equal(["signal 11 at the page", "then it holds m, and the number is 1.5"], (await machine.RunAsync("mend")).Lines);
    }
}
