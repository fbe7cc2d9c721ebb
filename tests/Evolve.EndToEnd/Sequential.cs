using Xunit;

// Two cores, one engine, one deployment: side by side these tests would only time each other out.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
