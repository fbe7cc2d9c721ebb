using Evolve.Lamp.Deployment;
using Xunit;

namespace Evolve.EndToEnd.Engine;

/// <summary>Waits until a watcher sees something; the deadline only ends a test that would never hold.</summary>
internal static class Sight
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    internal static async Task SeesAsync(this DeploymentWatcher watcher, string what, Func<DeploymentSnapshot, bool> condition)
    {
        var signal = new SemaphoreSlim(0);
        void Signal() => signal.Release();
        watcher.Changed += Signal;
        using var late = new CancellationTokenSource(Deadline);
        try
        {
            while (!condition(watcher.Current))
            {
                await signal.WaitAsync(late.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Not seen within {Deadline.TotalSeconds:0} s: {what}. Last: {watcher.Current.Engine}, "
                + string.Join("; ", watcher.Current.Containers));
        }
        finally
        {
            watcher.Changed -= Signal;
        }
    }
}
