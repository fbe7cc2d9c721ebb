using System.Runtime.InteropServices;
using Evolve.Terminal;

namespace Evolve.Tui.Host;

/// <summary>The system calls that make the user's own terminal ours for a while; nothing but thin signatures.</summary>
internal static partial class Tty
{
    public const int Input = 0;
    public const int Output = 1;
    public const short PollIn = 1;

    /// <summary>Larger than any Linux <c>struct termios</c> (60 bytes in glibc on x86-64): it is only saved and put back.</summary>
    public const int TermiosBytes = 256;

    /// <summary>Where <c>c_oflag</c> is in Linux' <c>struct termios</c>: behind <c>c_iflag</c>.</summary>
    private const int OutputFlags = sizeof(uint);

    private const int Now = 0;
    private const nuint GetWindowSize = 0x5413;

    /// <summary>The settings of the terminal as they are, or null when standard input is none.</summary>
    public static byte[]? SaveSettings()
    {
        var settings = new byte[TermiosBytes];
        return tcgetattr(Input, settings) == 0 ? settings : null;
    }

    public static void Apply(byte[] settings) => _ = tcsetattr(Input, Now, settings);

    /// <summary>Every byte at once, nothing echoed, no key a signal.</summary>
    public static byte[] Raw(byte[] settings)
    {
        var raw = (byte[])settings.Clone();
        cfmakeraw(raw);
        return raw;
    }

    /// <summary>The same for what is read alone: lines that others write still end where they should.</summary>
    public static byte[] RawInput(byte[] settings)
    {
        var raw = Raw(settings);
        settings.AsSpan(OutputFlags, sizeof(uint)).CopyTo(raw.AsSpan(OutputFlags));
        return raw;
    }

    /// <summary>The size of the terminal, or null when it tells none.</summary>
    public static TerminalSize? Size()
    {
        var size = new WindowSize();
        return ioctl(Output, GetWindowSize, ref size) == 0 && size is { Columns: > 0, Rows: > 0 }
            ? new TerminalSize(size.Columns, size.Rows)
            : null;
    }

    /// <summary>Waits until standard input or the other file has something to read; false when interrupted.</summary>
    public static bool WaitForInput(int other, out bool input, out bool stop)
    {
        Span<PollFile> files = [new() { File = Input, Events = PollIn }, new() { File = other, Events = PollIn }];
        var ready = poll(files, (nuint)files.Length, -1) > 0;
        input = files[0].Returned != 0;
        stop = files[1].Returned != 0;
        return ready;
    }

    /// <summary>Reads what is there; 0 or less when the terminal is gone.</summary>
    public static int Read(Span<byte> buffer) => (int)read(Input, buffer, (nuint)buffer.Length);

    /// <summary>Writes everything; false when the terminal is gone.</summary>
    public static bool Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var written = (int)write(Output, bytes, (nuint)bytes.Length);
            if (written < 0)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error is InterruptedCall or TryAgain)
                {
                    continue;
                }

                return false;
            }

            bytes = bytes[written..];
        }

        return true;
    }

    /// <summary>Opens a pipe: 0 is read, 1 written.</summary>
    public static int[] Pipe()
    {
        var files = new int[2];
        return pipe2(files, CloseOnExec) == 0
            ? files
            : throw new IOException($"No pipe could be opened (error {Marshal.GetLastPInvokeError()}).");
    }

    public static void Poke(int file) => _ = write(file, [1], 1);

    public static void Close(int file) => _ = close(file);

    private const int InterruptedCall = 4;
    private const int TryAgain = 11;
    private const int CloseOnExec = 0x80000;

    [LibraryImport("libc", SetLastError = true)]
    private static partial int tcgetattr(int file, byte[] termios);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int tcsetattr(int file, int when, byte[] termios);

    [LibraryImport("libc")]
    private static partial void cfmakeraw(byte[] termios);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(int file, nuint request, ref WindowSize size);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(Span<PollFile> files, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int file, Span<byte> buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int file, ReadOnlySpan<byte> buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int pipe2(int[] files, int flags);

    [LibraryImport("libc")]
    private static partial int close(int file);

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFile
    {
        public int File;
        public short Events;
        public short Returned;
    }
}
