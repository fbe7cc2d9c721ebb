using CsCheck;
using Evolve.Player.Commands;

namespace Evolve.Player.Tests.Commands;

public class CommandParserSpecs
{
    internal static readonly CommandVocabulary Words = new(
        ["build-php", "run-php", "hello"], 7, [new("web", ["container"]), new("php", ["container", "linux-unikernel", "mirage"])]);

    [Theory]
    [InlineData("goto 3", "goto", "3")]
    [InlineData("  goto   run-php ", "goto", "run-php")]
    [InlineData("goto last", "goto", "last")]
    [InlineData("run", "run")]
    [InlineData("tier php mirage", "tier", "php", "mirage")]
    [InlineData("traffic on", "traffic", "on")]
    [InlineData("wait 30", "wait", "30")]
    [InlineData("docker ps --format '{{.Names}} {{.Status}}'", "docker", "ps", "--format", "{{.Names}} {{.Status}}")]
    [InlineData("docker run \"a \\\"b\\\" c\" d\\ e ''", "docker", "run", "a \"b\" c", "d e", "")]
    public void A_line_is_a_command_and_its_arguments(string line, string verb, params string[] arguments)
    {
        var parsed = CommandParser.Parse(line, Words)!;
        Assert.Equal(verb, parsed.Command.Verb);
        Assert.Equal(arguments, parsed.Arguments);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("# a remark")]
    public void An_empty_line_and_a_remark_are_nothing(string line) => Assert.Null(CommandParser.Parse(line, Words));

    [Theory]
    [InlineData("gto 3", "There is no command “gto”. Did you mean `goto`? `help` lists all.")]
    [InlineData("dance", "There is no command “dance”. `help` lists all.")]
    [InlineData("goto", "`goto` needs more: goto SLIDE|STEP.")]
    [InlineData("goto 8", "There is no slide 8: they are 1 to 7.")]
    [InlineData("goto 0", "There is no slide 0: they are 1 to 7.")]
    [InlineData("run helo", "There is no step “helo”. Did you mean `hello`? `steps` lists all.")]
    [InlineData("tier", "`tier` needs more: tier TIER FLAVOUR. TIER is web or php.")]
    [InlineData("tier php", "`tier` needs more: tier TIER FLAVOUR. FLAVOUR is container, linux-unikernel or mirage.")]
    [InlineData("tier pph mirage", "There is no tier “pph”. Did you mean `php`? TIER is web or php.")]
    [InlineData("tier web mirage", "The tier web has no flavour “mirage”. FLAVOUR is container.")]
    [InlineData("traffic no", "“no” is not understood here. on|off is on or off.")]
    [InlineData("help gto", "There is no command “gto”. Did you mean `goto`? `help` lists all.")]
    [InlineData("wait long", "“long” is no time: write a whole number of seconds, from 1 to 86400.")]
    [InlineData("where now", "`where` does not know what to do with “now”: where.")]
    [InlineData("docker ps \"open", "The quote at character 11 is not closed: add another \" where it ends.")]
    public void A_mistake_is_one_sentence_that_helps(string line, string sentence) =>
        Assert.StartsWith(sentence, Assert.Throws<CommandException>(() => CommandParser.Parse(line, Words)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_sentence_repeats_no_control_characters_and_not_much()
    {
        var message = Assert.Throws<CommandException>(() => CommandParser.Parse($"\e[31m{new string('x', 3000)}", Words)).Message;
        Assert.DoesNotContain('\e', message);
        Assert.True(message.Length < 200, message);
    }

    [Fact]
    public void Any_text_is_a_command_or_a_sentence() =>
        Gen.String.Sample(line =>
        {
            try
            {
                CommandParser.Parse(line, Words);
            }
            catch (CommandException exception)
            {
                Assert.NotEmpty(exception.Message);
            }
        });

    [Fact]
    public void A_word_in_quotes_is_the_word() =>
        Gen.String[1, 30].Sample(word =>
            Assert.Equal(word, Assert.Single(CommandWords.Split(CommandWords.Quote(word))).Text));
}
