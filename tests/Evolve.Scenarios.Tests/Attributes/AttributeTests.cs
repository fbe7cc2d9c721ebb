using CsCheck;
using Evolve.Scenarios.Attributes;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Reading;

namespace Evolve.Scenarios.Tests.Attributes;

public sealed class AttributeTests
{
    private static readonly Gen<string> Name = Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789-_"].Array[1, 12].Select(chars => new string(chars));

    private static readonly Gen<string> Value = Gen.Char.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Array[0, 20].Select(chars => new string(chars));

    private static readonly Gen<(AttributeKind Kind, string Name, string Value)> Attribute = Gen.Select(
        Gen.Enum<AttributeKind>(), Name, Value, (kind, name, value) => (kind, name, kind == AttributeKind.Pair ? value : ""));

    [Fact]
    public void Whatever_is_written_as_attributes_is_read_back() => Attribute.Array[0, 8].Sample(
        attributes =>
        {
            var text = "{" + string.Join("  ", attributes.Select(Write)) + " }";

            var good = AttributeParser.TryParse(new SourceText("a.md", "/a.md", text), 0, text.Length, new Problems(), out var found);

            Assert.True(good, text);
            Assert.Equal(attributes, found.Select(attribute => (attribute.Kind, attribute.Name, attribute.Value)));
            Assert.All(found, attribute => Assert.Contains(attribute.Name, text[attribute.Offset..], StringComparison.Ordinal));
        },
        iter: 5_000);

    [Fact]
    public void Any_text_in_braces_is_read_or_told() =>
        Gen.Char["ab#.={}\"\\ \t1é`"].Array[0, 20].Select(chars => new string(chars)).Sample(
            inner =>
            {
                var text = "{" + inner;
                var problems = new Problems();

                var good = AttributeParser.TryParse(new SourceText("a.md", "/a.md", text), 0, text.Length, problems, out _);

                Assert.Equal(good, problems.Count == 0);
                Assert.All(problems.ToSorted(), error => Assert.InRange(error.Location.Column, 1, text.Length + 1));
            },
            iter: 5_000);

    [Theory]
    [InlineData("1ms", 1)]
    [InlineData("90s", 90_000)]
    [InlineData("10m", 600_000)]
    [InlineData("24h", 86_400_000)]
    public void A_time_is_a_whole_number_with_a_unit(string text, int milliseconds)
    {
        Assert.True(AttributeValues.TryReadTime(text, out var time, out _));
        Assert.Equal(milliseconds, time.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("1")]
    [InlineData("1 s")]
    [InlineData("-1s")]
    [InlineData("1.5s")]
    [InlineData("1h30m")]
    [InlineData("1S")]
    [InlineData("0s")]
    [InlineData("25h")]
    [InlineData("1s\n")]
    public void Anything_else_is_no_time(string text) => Assert.False(AttributeValues.TryReadTime(text, out _, out _));

    private static string Write((AttributeKind Kind, string Name, string Value) attribute) => attribute.Kind switch
    {
        AttributeKind.Id => $"#{attribute.Name}",
        AttributeKind.Class => $".{attribute.Name}",
        _ when attribute.Value.Length > 0 && attribute.Value.All(char.IsAsciiLetterOrDigit) => $"{attribute.Name}={attribute.Value}",
        _ => $"{attribute.Name}=\"{attribute.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
    };
}
