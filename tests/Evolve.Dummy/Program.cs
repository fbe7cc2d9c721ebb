using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]

// A child for the tests of pseudo-terminals: its first argument says what it does.
switch (args[0])
{
    case "size":
        Console.WriteLine($"{Console.WindowWidth}x{Console.WindowHeight}");
        return 0;
    case "resizes":
        using (PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Console.WriteLine($"now {Console.WindowWidth}x{Console.WindowHeight}")))
        {
            Console.WriteLine("ready");
            Console.ReadLine();
            return 0;
        }

    case "echo":
        for (var line = Console.ReadLine(); line is not (null or "end"); line = Console.ReadLine())
        {
            Console.WriteLine($"<{line}>");
        }

        return 0;
    case "ignore-hup":
        using (PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true))
        {
            Console.WriteLine("ready");
            Thread.Sleep(Timeout.Infinite);
            return 0;
        }

    case "flood":
        var block = new byte[64 * 1024];
        Array.Fill(block, (byte)'x');
        using (var output = Console.OpenStandardOutput())
        {
            for (var left = long.Parse(args[1]); left > 0; left -= block.Length)
            {
                output.Write(block, 0, (int)Math.Min(left, block.Length));
            }
        }

        return 0;
    case "fork":
        for (var i = 0; i < 3; i++)
        {
            Process.Start("sh", ["-c", "sleep 1000 & wait"]);
        }

        Console.WriteLine("ready");
        Thread.Sleep(Timeout.Infinite);
        return 0;
    case "exit":
        return int.Parse(args[1]);
    case "show":
        Console.WriteLine($"{Environment.CurrentDirectory} {Environment.GetEnvironmentVariable(args[1]) ?? "(none)"} {string.Join('|', args[2..])}");
        return 0;
    default:
        Console.Error.WriteLine($"unknown: {args[0]}");
        return 2;
}
