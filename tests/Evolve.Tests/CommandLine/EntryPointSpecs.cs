using Xunit;

namespace Evolve.Tests.CommandLine;

/// <summary>Whatever happens inside, the user reads a sentence and the caller gets a number.</summary>
public sealed class EntryPointSpecs : IDisposable
{
    private readonly Prompt _prompt = new();

    [Fact]
    public void A_defect_is_a_sentence_and_its_stack_is_in_the_log()
    {
        Assert.Equal(ExitCode.Defect, _prompt.RunTo(new Broken(new InvalidOperationException("the cogs jammed")), null, "list"));
        Assert.Contains("a defect of its own and had to stop: the cogs jammed", _prompt.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _prompt.Error, StringComparison.Ordinal);
        Assert.Contains("   at ", File.ReadAllText(_prompt.PathOf("evolve/evolve.log")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_broken_off_says_so()
    {
        Assert.Equal(ExitCode.Stopped, _prompt.RunTo(new Broken(new OperationCanceledException()), null, "list"));
        Assert.Equal("evolve: stopped." + Environment.NewLine, _prompt.Error);
    }

    [Theory]
    [InlineData("--port", "many")]
    [InlineData("--theme", "pink")]
    public void Without_a_verb_the_options_of_play_are_understood(string option, string wrong)
    {
        Assert.Equal(ExitCode.Usage, _prompt.Run(option, wrong));
        Assert.Contains(wrong, _prompt.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unrecognized", _prompt.Error, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _prompt.Dispose();

    /// <summary>An output that fails at the first word.</summary>
    private sealed class Broken(Exception defect) : TextWriter
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value) => throw defect;
    }
}
