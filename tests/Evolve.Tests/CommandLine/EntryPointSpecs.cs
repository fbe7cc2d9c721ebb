using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.CommandLine;

/// <summary>Whatever happens inside, the user reads a sentence and the caller gets a number.</summary>
public sealed class EntryPointSpecs : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("evolve-entry-").FullName;
    private readonly StringWriter _error = new();

    [Fact]
    public void A_defect_is_a_sentence_and_its_stack_is_in_the_log()
    {
        Assert.Equal(ExitCode.Defect, Run(new Broken(new InvalidOperationException("the cogs jammed")), "list"));
        Assert.Contains("a defect of its own and had to stop: the cogs jammed", _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("   at ", File.ReadAllText(Path.Combine(_state, "evolve", "evolve.log")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_broken_off_says_so()
    {
        Assert.Equal(ExitCode.Stopped, Run(new Broken(new OperationCanceledException()), "list"));
        Assert.Equal("evolve: stopped." + Environment.NewLine, _error.ToString());
    }

    [Theory]
    [InlineData("--port", "many")]
    [InlineData("--theme", "pink")]
    public void Without_a_verb_the_options_of_play_are_understood(string option, string wrong)
    {
        Assert.Equal(ExitCode.Usage, Run(TextWriter.Null, option, wrong));
        Assert.Contains(wrong, _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Unrecognized", _error.ToString(), StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _error.Dispose();
        Directory.Delete(_state, recursive: true);
    }

    private int Run(TextWriter output, params string[] arguments) =>
        EntryPoint.Run(arguments, Repository.Root, new StateHost(_state), output, _error);

    /// <summary>An output that fails at the first word.</summary>
    private sealed class Broken(Exception defect) : TextWriter
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value) => throw defect;
    }
}
