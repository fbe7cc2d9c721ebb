using System.Text;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.State;

/// <summary>Files that only their owner may read, and that are there whole or not at all.</summary>
public static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file under its name only when it is complete.</summary>
    /// <returns>False when it was there already and <paramref name="replace"/> is false: nothing has changed then.</returns>
    public static bool Write(string path, string text, bool replace)
    {
        var unfinished = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}";
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = OwnerOnly,
            };
            using (var stream = new FileStream(unfinished, options))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            if (!replace)
            {
                // File.Move would look first and rename then: of two processes both could win.
                return SystemCalls.TryLink(unfinished, path);
            }

            File.Move(unfinished, path, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
