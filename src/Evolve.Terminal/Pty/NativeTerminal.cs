using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Evolve.Terminal.Pty;

/// <summary>Every system call of this project: pseudo-terminals, signals and how a child ended. Linux only.</summary>
internal static partial class NativeTerminal
{
    public const int SigHup = 1;
    public const int SigKill = 9;
    public const int SigCont = 18;

    private const int OpenFlags = 0x2 | 0x100 | 0x80000; // O_RDWR | O_NOCTTY | O_CLOEXEC
    private const nuint GetAttributes = 0x5401; // TCGETS
    private const nuint SetAttributes = 0x5402; // TCSETS
    private const nuint SetWindowSize = 0x5414; // TIOCSWINSZ
    private const uint InputIsUtf8 = 0x4000; // IUTF8
    private const int ReadAndWrite = 2; // O_RDWR
    private const short DefaultSignals = 0x04; // POSIX_SPAWN_SETSIGDEF
    private const short SignalMask = 0x08; // POSIX_SPAWN_SETSIGMASK
    private const short NewSession = 0x80; // POSIX_SPAWN_SETSID
    private const int MayExecute = 1; // X_OK
    private const int Interrupted = 4; // EINTR

    /// <summary>Opens a pseudo-terminal: our end, and the path of the program's end.</summary>
    /// <exception cref="PtyException">The system has none left, or refuses.</exception>
    public static (SafeFileHandle Master, string SlavePath) Open()
    {
        var descriptor = posix_openpt(OpenFlags);
        Check(descriptor, "open a pseudo-terminal");
        var master = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            Check(grantpt(master), "set the owner of a pseudo-terminal");
            Check(unlockpt(master), "unlock a pseudo-terminal");
            Span<byte> name = stackalloc byte[128];
            if (ptsname_r(master, ref MemoryMarshal.GetReference(name), (nuint)name.Length) != 0)
            {
                throw new PtyException("Cannot find the name of a pseudo-terminal; is /dev/pts mounted?");
            }

            MarkInputAsUtf8(master);
            return (master, Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]));
        }
        catch
        {
            master.Dispose();
            throw;
        }
    }

    /// <summary>Sets the size; the programs in the terminal get SIGWINCH.</summary>
    public static void SetSize(SafeFileHandle master, TerminalSize size)
    {
        Span<ushort> window = [(ushort)size.Rows, (ushort)size.Columns, 0, 0];
        Check(ioctl(master, SetWindowSize, ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(window))), "set a terminal's size");
    }

    /// <summary>Opens and closes the program's end, so that whoever reads ours sees its end if nobody holds it.</summary>
    public static void Touch(string slavePath)
    {
        using var slave = new SafeFileHandle(open(slavePath, OpenFlags), ownsHandle: true);
    }

    /// <summary>True when we may run the file.</summary>
    public static bool IsExecutable(string path) => access(path, MayExecute) == 0;

    /// <summary>Sends a signal; a process that is gone is none of our business.</summary>
    public static void Signal(int processId, int signal) => _ = kill(processId, signal);

    /// <summary>
    /// Starts a program as the leader of a new session whose controlling terminal is the one at
    /// <paramref name="slavePath"/>. The C library does all that has to be done between fork and exec, where no managed
    /// code may run; the runtime does not know the child, so that how it ends is ours to see.
    /// </summary>
    /// <returns>The process id.</returns>
    /// <exception cref="PtyException">The program cannot be run.</exception>
    public static int Spawn(string path, IReadOnlyList<string> arguments, IEnumerable<string> environment, string folder, string slavePath)
    {
        // posix_spawnattr_t has 336 bytes and posix_spawn_file_actions_t 80 in the C libraries of x86-64.
        Span<byte> attributes = stackalloc byte[512];
        Span<byte> actions = stackalloc byte[512];
        Span<byte> signals = stackalloc byte[128];
        signals.Clear();
        ref var attr = ref MemoryMarshal.GetReference(attributes);
        ref var acts = ref MemoryMarshal.GetReference(actions);
        CheckError(posix_spawnattr_init(ref attr), path);
        CheckError(posix_spawn_file_actions_init(ref acts), path);
        try
        {
            CheckError(posix_spawnattr_setflags(ref attr, DefaultSignals | SignalMask | NewSession), path);
            CheckError(posix_spawnattr_setsigmask(ref attr, ref MemoryMarshal.GetReference(signals)), path);
            signals.Fill(0xFF);
            CheckError(posix_spawnattr_setsigdefault(ref attr, ref MemoryMarshal.GetReference(signals)), path);
            CheckError(posix_spawn_file_actions_addchdir_np(ref acts, folder), path);
            CheckError(posix_spawn_file_actions_addopen(ref acts, 0, slavePath, ReadAndWrite, 0), path);
            CheckError(posix_spawn_file_actions_adddup2(ref acts, 0, 1), path);
            CheckError(posix_spawn_file_actions_adddup2(ref acts, 0, 2), path);
            CheckError(posix_spawn(out var processId, path, ref acts, ref attr, [.. arguments, null], [.. environment, null]), path);
            return processId;
        }
        finally
        {
            _ = posix_spawn_file_actions_destroy(ref acts);
            _ = posix_spawnattr_destroy(ref attr);
        }
    }

    /// <summary>Waits for a child that <see cref="Spawn"/> made to end, and takes the result.</summary>
    public static PtyExit WaitForEnd(int processId)
    {
        int status;
        while (waitpid(processId, out status, 0) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                throw new PtyException($"Cannot learn how process {processId} ended: {Marshal.GetLastPInvokeErrorMessage()}.");
            }
        }

        var signal = status & 0x7F;
        return signal == 0 ? new PtyExit((status >> 8) & 0xFF, null) : new PtyExit(null, signal);
    }

    private static void MarkInputAsUtf8(SafeFileHandle master)
    {
        Span<uint> attributes = stackalloc uint[16];
        ref var start = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(attributes));
        Check(ioctl(master, GetAttributes, ref start), "read a terminal's attributes");
        attributes[0] |= InputIsUtf8;
        Check(ioctl(master, SetAttributes, ref start), "set a terminal's attributes");
    }

    private static void Check(int result, string what)
    {
        if (result < 0)
        {
            throw new PtyException($"Cannot {what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        }
    }

    private static void CheckError(int error, string path)
    {
        if (error != 0)
        {
            throw new PtyException($"Cannot run {path}: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int posix_openpt(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int grantpt(SafeFileHandle master);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unlockpt(SafeFileHandle master);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ptsname_r(SafeFileHandle master, ref byte name, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(SafeFileHandle handle, nuint request, ref byte argument);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint open(string path, int flags);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int access(string path, int mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int processId, int signal);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int waitpid(int processId, out int status, int options);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(ref byte attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_destroy(ref byte attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(ref byte attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigmask(ref byte attributes, ref byte signals);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigdefault(ref byte attributes, ref byte signals);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(ref byte actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(ref byte actions);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn_file_actions_addchdir_np(ref byte actions, string path);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn_file_actions_addopen(ref byte actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_adddup2(ref byte actions, int from, int to);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn(
        out int processId, string path, ref byte actions, ref byte attributes, string?[] arguments, string?[] environment);
}
