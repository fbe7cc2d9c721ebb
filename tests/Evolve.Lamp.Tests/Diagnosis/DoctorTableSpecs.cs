using Evolve.Lamp.Diagnosis;
using Evolve.Testing;

namespace Evolve.Lamp.Tests.Diagnosis;

public sealed class DoctorTableSpecs
{
    private static readonly Finding[] Findings =
    [
        new("platform", FindingLevel.Good, "Debian GNU/Linux 12 (bookworm), x86-64"),
        new("engine", FindingLevel.Problem, "No Docker engine listens at /var/run/docker.sock.", "Start it with `sudo systemctl start docker`, or with `sudo dockerd` where no service manager runs."),
        new("/dev/kvm", FindingLevel.Warning, "not present", "Guests will be emulated, more slowly."),
        new("hostile", FindingLevel.Warning, "\e]0;title\a\e[2Jnot\nobeyed"),
    ];

    [Theory]
    [InlineData("unicode", 80, true, false)]
    [InlineData("ascii", 80, false, false)]
    [InlineData("colour", 80, true, true)]
    [InlineData("narrow", 40, true, false)]
    public Task The_table_is_pleasant_to_read(string name, int width, bool isUnicode, bool hasColour) =>
        Verifier.Verify(new DoctorTable(new TableStyle(width, isUnicode, hasColour)).Format(Findings).Replace("\e", "\\e", StringComparison.Ordinal), name);

    [Fact]
    public void No_line_is_wider_than_the_terminal()
    {
        var longWord = new Finding("x", FindingLevel.Good, new string('a', 300), new string('b', 300));
        var lines = new DoctorTable(new TableStyle(60)).Format([.. Findings, longWord]).Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 60));
    }

    [Fact]
    public void No_findings_make_no_lines() => Assert.Equal("", new DoctorTable(new TableStyle()).Format([]));
}
