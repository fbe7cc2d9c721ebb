using Evolve.Player.Secrets;

namespace Evolve.Player.Tests.Secrets;

public sealed class SecretMaskSpecs
{
    private static readonly SecretMask Mask = new([@"token-\w+", @"(a+)+$x"], "stage-left", "/home/ada");

    [Theory]
    [InlineData("a token-12ab34, said", "a •••••, said")]
    [InlineData("cd /home/ada/talks", "cd ~/talks")]
    [InlineData("/home/adam /home/ada", "/home/adam ~")]
    [InlineData("root@stage-left:~# stage-left-2", "root@host:~# stage-left-2")]
    [InlineData("nothing of that kind", "nothing of that kind")]
    public void What_is_nobodys_business_is_replaced(string text, string seen) => Assert.Equal(seen, Mask.Of(text));

    [Fact]
    public void A_secret_is_found_over_pieces_and_through_colours()
    {
        var pieces = Mask.Of(["a tok", "en-\e[31m12", "ab\e[0m b\r\n", "c"]);
        Assert.Equal(["a •••••", "\e[31m", "\e[0m b\r\n", "c"], pieces.AsEnumerable());
    }

    [Fact]
    public void A_pattern_that_comes_to_no_end_hides_everything()
    {
        var mask = new SecretMask([@"^(\w+\s?)*\1$"]);
        Assert.Equal(SecretMask.Secret, mask.Of(new string('a', 60) + "!"));
    }

    [Theory]
    [InlineData("a \e[1mtoken-\e[32m12\e[m b\nc", "a \e[1m•••••\e[32m\e[m b\nc")]
    [InlineData("tok\nen-12", "•••••")]
    [InlineData("token-1\n\e[1mtok\e[m\nen-12", "•••••")]
    [InlineData("\e[1mnothing\e[m\nof that kind", "\e[1mnothing\e[m\nof that kind")]
    public void A_screen_keeps_its_colours_and_no_secret(string screen, string seen) => Assert.Equal(seen, Mask.OfScreen(screen));
}
