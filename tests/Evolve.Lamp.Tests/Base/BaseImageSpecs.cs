using Evolve.Lamp.Base;
using Evolve.Lamp.Tests.Testing;

namespace Evolve.Lamp.Tests.Base;

public sealed class BaseImageSpecs
{
    [Fact]
    public void Its_name_comes_from_one_file()
    {
        using var assets = new TemporaryFolder();
        File.WriteAllText(assets["base-image"], "debian:trixie-slim\n");
        Assert.Equal("debian:trixie-slim", BaseImage.ReadName(assets.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("debian")]
    [InlineData("--help:x")]
    [InlineData("two words:x")]
    public void A_name_that_is_none_is_a_sentence(string text)
    {
        using var assets = new TemporaryFolder();
        File.WriteAllText(assets["base-image"], text);
        Assert.Throws<BaseImageException>(() => BaseImage.ReadName(assets.Path));
    }

    [Fact]
    public void A_missing_file_is_a_sentence()
    {
        using var assets = new TemporaryFolder();
        Assert.Contains("not complete", Assert.Throws<BaseImageException>(() => BaseImage.ReadName(assets.Path)).Message);
    }
}
