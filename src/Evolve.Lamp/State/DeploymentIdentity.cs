using System.Security.Cryptography;

namespace Evolve.Lamp.State;

/// <summary>
/// Who this user's deployment is: an id that labels everything of ours in Docker, and the keys of its programs, kept in
/// a file for <c>docker run --env-file</c> so that none is ever on a command line.
/// </summary>
public sealed class DeploymentIdentity
{
    private const int KeyBytes = 32;

    private static readonly string[] KeyNames =
    [
        "EVOLVE_FORM_KEY",
        "EVOLVE_DB_PASSWORD",
        "EVOLVE_DB_ROOT_PASSWORD",
        "EVOLVE_DB_REPLICATION_PASSWORD",
    ];

    private DeploymentIdentity(string id, string secretsFile, IReadOnlyDictionary<string, string> secrets)
    {
        Id = id;
        SecretsFile = secretsFile;
        Secrets = secrets;
    }

    /// <summary>The value of the label <c>dev.evolve.deployment</c>: 16 hexadecimal digits, the same for ever.</summary>
    public string Id { get; }

    /// <summary>The path of the env-file: mode 0600, a line <c>NAME=value</c> for each key of 32 random bytes in hexadecimal.</summary>
    public string SecretsFile { get; }

    /// <summary>What is in <see cref="SecretsFile"/>, for masking; never to be printed.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; }

    /// <summary>Reads the identity, and makes what is missing of it.</summary>
    /// <exception cref="StateFolderException">A file cannot be used; the message is fit to be shown.</exception>
    public static DeploymentIdentity Open(StateFolder folder)
    {
        try
        {
            var file = folder["secrets.env"];
            return new DeploymentIdentity(OpenId(folder["deployment"]), file, OpenSecrets(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateFolderException($"The deployment's identity cannot be kept in {folder.Path}: {e.Message}", e);
        }
    }

    /// <summary>Takes an id from elsewhere, with whose label images have come, unless there is an id already.</summary>
    /// <returns>Whether it is the deployment's id now.</returns>
    /// <exception cref="StateFolderException">It cannot be kept; the message is fit to be shown.</exception>
    public static bool Adopt(StateFolder folder, string id)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            PrivateFile.Write(folder["deployment"], id + "\n", replace: false);
            return OpenId(folder["deployment"]) == id;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateFolderException($"The deployment's identity cannot be kept in {folder.Path}: {e.Message}", e);
        }
    }

    private static string OpenId(string path)
    {
        if (!File.Exists(path))
        {
            PrivateFile.Write(path, NewKey(8) + "\n", replace: false);
        }

        var id = File.ReadAllText(path).Trim();
        return id.Length == 16 && id.All(char.IsAsciiHexDigitLower)
            ? id
            : throw new StateFolderException(
                $"{path} does not hold a deployment's id (16 hexadecimal digits): remove it, and a new one is made.");
    }

    private static Dictionary<string, string> OpenSecrets(string path)
    {
        for (; ; )
        {
            var exists = File.Exists(path);
            var secrets = exists ? ReadSecrets(path) : [];
            var missing = KeyNames.Where(name => !secrets.ContainsKey(name)).ToList();
            if (missing.Count == 0)
            {
                return secrets;
            }

            // A file of an older version may lack a key: those that are there stay, since a database was made with them.
            missing.ForEach(name => secrets[name] = NewKey(KeyBytes));
            var text = string.Concat(secrets.Select(secret => $"{secret.Key}={secret.Value}\n"));
            if (PrivateFile.Write(path, text, replace: exists))
            {
                return secrets;
            }
        }
    }

    private static Dictionary<string, string> ReadSecrets(string path)
    {
        var others = File.GetUnixFileMode(path)
            & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (others != 0)
        {
            throw new StateFolderException($"Other users may read the keys in {path}: type `chmod 600 {path}`.");
        }

        return File.ReadAllLines(path)
            .Select(line => line.Split('=', 2))
            .Where(parts => parts.Length == 2 && parts[1].Length > 0)
            .DistinctBy(parts => parts[0])
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }

    private static string NewKey(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
