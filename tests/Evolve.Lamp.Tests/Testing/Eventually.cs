namespace Evolve.Lamp.Tests.Testing;

/// <summary>Waits for a condition; the deadline only ends a test that would never hold.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    internal static async Task HoldsAsync(Func<bool> condition, Action<Action> subscribe, Func<string> describe)
    {
        // Not disposed: it stays subscribed, and changes go on after the condition held.
        var signal = new SemaphoreSlim(0);
        subscribe(() => signal.Release());
        using var late = new CancellationTokenSource(Deadline);
        try
        {
            while (!condition())
            {
                await signal.WaitAsync(late.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"It did not come to hold within {Deadline.TotalSeconds:0} s: {describe()}");
        }
    }
}
