using System.Collections.Concurrent;
using Evolve.Player.Commands;
using Evolve.Stage.Notes;

namespace Evolve.Stage.Tests.Notes;

/// <summary>A talk that says what a test wants, and remembers what it was asked.</summary>
internal sealed class FakeTalk : INotesTalk
{
    private volatile NotesState _state = new() { Title = "A talk", Slide = 1, SlideCount = 3, SlideTitle = "One", Notes = ["Say why."], Next = "next slide: Two" };

    public event Action? Changed;

    public ConcurrentQueue<string> Asked { get; } = [];

    public int Reads { get; private set; }

    public CommandVocabulary Vocabulary { get; } = new(["hello"], 3, [new("php", ["container"])]);

    public Func<string, Action<string>, CancellationToken, Task> Run { get; set; } = (_, _, _) => Task.CompletedTask;

    public NotesState Read()
    {
        Reads++;
        return _state;
    }

    public Task RunAsync(string line, Action<string> print, CancellationToken cancellationToken)
    {
        Asked.Enqueue(line);
        return Run(line, print, cancellationToken);
    }

    public void GoTo(int slide, string notes = "Say why.")
    {
        _state = _state with { Slide = slide, Notes = [notes] };
        Changed?.Invoke();
    }
}
