using System.Diagnostics;
using Xunit;

namespace Evolve.Testing;

/// <summary>Compilers and the scripts that call them.</summary>
public static class BuildTool
{
    /// <summary>Runs one to its end; the test fails with what it said when it does not succeed.</summary>
    public static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {errors}");
    }
}
