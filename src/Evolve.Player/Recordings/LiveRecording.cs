namespace Evolve.Player.Recordings;

/// <summary>
/// Records steps while a talk is given, from when somebody asks for it until he has enough: what the command
/// <c>record</c> switches. May be used from any thread.
/// </summary>
/// <param name="begin">Makes a recorder.</param>
/// <param name="others">The folder whose recordings of other steps stay; asked when it stops, for what was kept before may be in another than at first.</param>
public sealed class LiveRecording(Func<RunRecorder> begin, Func<string> others) : IDisposable
{
    private readonly Lock _lock = new();
    private RunRecorder? _recorder;

    /// <summary>Whether it records now.</summary>
    public bool IsOn => Recorder is not null;

    /// <summary>What records now, or null.</summary>
    internal RunRecorder? Recorder => Volatile.Read(ref _recorder);

    /// <summary>Records from now on; does nothing when it does so already.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Start()
    {
        lock (_lock)
        {
            _recorder ??= begin();
        }
    }

    /// <summary>Records no more, and keeps what there is among the recordings that were there.</summary>
    /// <returns>What was kept; null when no step has succeeded meanwhile.</returns>
    /// <exception cref="IOException">The disk refuses; what was there before has stayed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public RecordedRunSummary? Stop()
    {
        lock (_lock)
        {
            using var recorder = _recorder;
            Volatile.Write(ref _recorder, null);
            return recorder is { IsEmpty: false } ? recorder.KeepAmong(others()) : null;
        }
    }

    /// <summary>Leaving keeps it, too.</summary>
    public void Dispose() => Stop();
}
