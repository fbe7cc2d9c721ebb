using System.Net.Sockets;
using System.Text;

namespace Evolve.Stage.Notes;

/// <summary>
/// Where a talk listens: <c>talk.sock</c> in a folder for its owner alone, or <c>talk-2.sock</c> and so on while other
/// talks are on. A lock beside it, which the kernel frees at the death of its holder, says whose the name is.
/// </summary>
internal sealed class NotesSocket : IDisposable
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;
    private const int MostTalks = 9;

    /// <summary>The longest path that an address holds: <c>sun_path</c> of unix(7) without its final zero.</summary>
    private const int LongestPath = 107;

    private readonly FileStream _lock;

    private NotesSocket(string path, FileStream held, Socket listener) => (Path, _lock, Listener) = (path, held, listener);

    internal string Path { get; }

    internal Socket Listener { get; }

    /// <summary>The paths at which a talk may listen, the usual one first.</summary>
    internal static IEnumerable<string> PathsIn(string folder) =>
        Enumerable.Range(1, MostTalks).Select(number => System.IO.Path.Combine(folder, number == 1 ? "talk.sock" : $"talk-{number}.sock"));

    /// <summary>Listens under the first free name.</summary>
    /// <exception cref="NotesException">There is none, or the folder cannot be used.</exception>
    internal static NotesSocket Listen(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder, OwnerFolder);
            File.SetUnixFileMode(folder, OwnerFolder);
            foreach (var path in PathsIn(folder))
            {
                if (Encoding.UTF8.GetByteCount(path) > LongestPath)
                {
                    throw new NotesException($"The notes window cannot be served: {path} is longer than the {LongestPath} bytes that a socket's path may have; set XDG_STATE_HOME to a shorter one.");
                }

                if (TryLock(path + ".lock") is { } held)
                {
                    return Listen(path, held);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SocketException)
        {
            throw new NotesException($"The notes window cannot be served: {exception.Message}", exception);
        }

        throw new NotesException($"The notes window cannot be served: {MostTalks} talks are on already.");
    }

    public void Dispose()
    {
        Listener.Dispose();
        File.Delete(Path);
        _lock.Dispose();
    }

    private static NotesSocket Listen(string path, FileStream held)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // Left by a process that died: whoever holds the lock owns the name.
            File.Delete(path);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            File.SetUnixFileMode(path, OwnerFile);
            listener.Listen();
            return new NotesSocket(path, held, listener);
        }
        catch
        {
            listener.Dispose();
            held.Dispose();
            throw;
        }
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = OwnerFile,
            });
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another talk holds it.
            return null;
        }
    }
}
