using Evolve.Lamp.Base;
using Evolve.Lamp.Tests.Testing;

namespace Evolve.Lamp.Tests.Base;

public sealed class AptMirrorSpecs
{
    [Fact]
    public void I_find_the_archive_in_the_stanzas_of_a_new_Debian()
    {
        var host = new FakeHost().WithFile("/etc/apt/sources.list.d/debian.sources", """
            # the archive
            Types: deb deb-src
            URIs: http://mirror.example/debian
            Suites: trixie trixie-updates
            Components: main
              contrib
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

            Types: deb
            URIs: http://mirror.example/debian-security
            Suites: trixie-security
            Components: main
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
            """);
        Assert.Equal("http://mirror.example/debian", new AptMirror(host).Find()?.ToString());
    }

    [Theory]
    [InlineData("deb http://mirror.example/debian bookworm main contrib", "http://mirror.example/debian")]
    [InlineData("deb [ arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg ] https://mirror.example/debian bookworm main # here", "https://mirror.example/debian")]
    [InlineData("# deb http://mirror.example/debian bookworm main", null)]
    [InlineData("deb-src http://mirror.example/debian bookworm main", null)]
    [InlineData("deb http://mirror.example/debian-security bookworm-security main", null)]
    [InlineData("deb cdrom:[Debian GNU/Linux 12]/ bookworm main", null)]
    [InlineData("deb file:/srv/debian bookworm main", null)]
    [InlineData("deb http://localhost:3142/debian bookworm main", null)]
    [InlineData("deb http://ada:secret@mirror.example/debian bookworm main", null)]
    [InlineData("deb http://snapshot.example/archive/debian/20250520T000000Z bookworm main", null)]
    [InlineData("deb http://archive.example/ubuntu noble main", null)]
    [InlineData("deb [signed-by=/etc/apt/keyrings/docker.asc] https://packages.example/debian bookworm main", null)]
    [InlineData("deb https://packages.example/debian bookworm stable", null)]
    [InlineData("deb", null)]
    public void I_find_the_archive_in_one_line(string line, string? expected) =>
        Assert.Equal(expected, new AptMirror(new FakeHost().WithFile("/etc/apt/sources.list", line + "\n")).Find()?.ToString());

    [Fact]
    public void An_Ubuntu_gives_no_mirror_for_a_Debian_image()
    {
        var host = new FakeHost().WithFile("/etc/apt/sources.list.d/ubuntu.sources", """
            Types: deb
            URIs: http://archive.example/ubuntu/
            Suites: noble noble-updates
            Components: main universe
            Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg
            """);
        Assert.Null(new AptMirror(host).Find());
    }

    [Fact]
    public void A_source_that_is_switched_off_is_none()
    {
        var host = new FakeHost().WithFile("/etc/apt/sources.list.d/debian.sources", "Enabled: no\nTypes: deb\nURIs: http://m.example/debian\nSuites: trixie\nComponents: main\n");
        Assert.Null(new AptMirror(host).Find());
    }

    [Fact]
    public void Files_that_apt_does_not_read_are_not_read() =>
        Assert.Null(new AptMirror(new FakeHost().WithFile("/etc/apt/sources.list.d/old.list.save", "deb http://m.example/debian sid main")).Find());

    [Fact]
    public void Builds_ask_over_plain_http_since_their_image_has_no_certificates() =>
        Assert.Equal(
            "http://m.example/debian",
            new AptMirror(new FakeHost().WithFile("/etc/apt/sources.list", "deb https://m.example/debian sid main")).FindForBuilds()?.ToString());
}
