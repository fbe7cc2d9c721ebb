using Evolve.Lamp.State;
using Evolve.Lamp.Tests.Testing;

namespace Evolve.Lamp.Tests.State;

public sealed class DeploymentIdentitySpecs : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly StateFolder _folder;

    public DeploymentIdentitySpecs() => _folder = StateFolder.Open(new FakeHost().With("XDG_STATE_HOME", _temporary.Path));

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void It_stays_the_same()
    {
        var first = DeploymentIdentity.Open(_folder);
        var second = DeploymentIdentity.Open(_folder);
        Assert.Equal(first.Id, second.Id);
        Assert.Equal(first.Secrets, second.Secrets);
    }

    [Fact]
    public void An_id_from_elsewhere_is_taken_only_where_there_is_none()
    {
        Assert.True(DeploymentIdentity.Adopt(_folder, "0123456789abcdef"));
        Assert.True(DeploymentIdentity.Adopt(_folder, "0123456789abcdef"));
        Assert.False(DeploymentIdentity.Adopt(_folder, "fedcba9876543210"));
        Assert.Equal("0123456789abcdef", DeploymentIdentity.Open(_folder).Id);
    }

    [Fact]
    public void Its_keys_are_long_different_and_for_their_owner_alone()
    {
        var identity = DeploymentIdentity.Open(_folder);
        Assert.Equal(
            ["EVOLVE_DB_PASSWORD", "EVOLVE_DB_REPLICATION_PASSWORD", "EVOLVE_DB_ROOT_PASSWORD", "EVOLVE_FORM_KEY"],
            identity.Secrets.Keys.Order(StringComparer.Ordinal));
        Assert.All(identity.Secrets.Values, key => Assert.Matches("^[0-9a-f]{64}$", key));
        Assert.Equal(4, identity.Secrets.Values.Distinct().Count());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(identity.SecretsFile));
    }

    [Fact]
    public void An_env_file_is_all_that_docker_needs()
    {
        var identity = DeploymentIdentity.Open(_folder);
        Assert.All(File.ReadAllLines(identity.SecretsFile), line => Assert.Matches("^EVOLVE_[A-Z_]+=[0-9a-f]+$", line));
    }

    [Fact]
    public void Many_that_start_at_once_agree()
    {
        var identities = new DeploymentIdentity[16];
        Parallel.For(0, identities.Length, index => identities[index] = DeploymentIdentity.Open(_folder));
        Assert.Single(identities.Select(identity => identity.Id).Distinct());
        Assert.Single(identities.Select(identity => identity.Secrets["EVOLVE_FORM_KEY"]).Distinct());
        Assert.Equal(2, Directory.EnumerateFiles(_folder.Path).Count());
    }

    [Fact]
    public void A_key_that_an_older_version_did_not_have_is_added_and_the_others_stay()
    {
        var file = _folder["secrets.env"];
        File.WriteAllText(file, "EVOLVE_DB_PASSWORD=old\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var identity = DeploymentIdentity.Open(_folder);
        Assert.Equal("old", identity.Secrets["EVOLVE_DB_PASSWORD"]);
        Assert.Equal(4, identity.Secrets.Count);
    }

    [Fact]
    public void Keys_that_others_may_read_are_refused()
    {
        var file = DeploymentIdentity.Open(_folder).SecretsFile;
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Contains($"chmod 600 {file}", Assert.Throws<StateFolderException>(() => DeploymentIdentity.Open(_folder)).Message);
    }

    [Fact]
    public void A_damaged_id_is_a_sentence()
    {
        File.WriteAllText(_folder["deployment"], "x\n");
        Assert.Contains("remove it", Assert.Throws<StateFolderException>(() => DeploymentIdentity.Open(_folder)).Message);
    }
}
