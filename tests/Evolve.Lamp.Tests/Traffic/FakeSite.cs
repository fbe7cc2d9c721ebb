using Evolve.Lamp.Traffic;

namespace Evolve.Lamp.Tests.Traffic;

/// <summary>A site in memory that does what a test says.</summary>
internal sealed class FakeSite(TimeProvider time) : ISite
{
    private readonly Lock _lock = new();
    private readonly List<long> _stored = [];

    /// <summary>What a request is answered with, by how many came before it.</summary>
    internal Func<int, SiteAnswer> Answer { get; set; } = _ => SiteAnswer.Right;

    /// <summary>How long an answer takes.</summary>
    internal Func<TimeSpan> Delay { get; set; } = () => TimeSpan.Zero;

    /// <summary>How often a write is stored, by its number.</summary>
    internal Func<long, int> Copies { get; set; } = _ => 1;

    /// <summary>Whether it says what it has stored.</summary>
    internal bool Lists { get; set; } = true;

    /// <summary>How many numbers a page has.</summary>
    internal int PageSize { get; set; } = 10;

    /// <summary>How many requests came.</summary>
    internal int Requests { get; private set; }

    public Task<SiteAnswer> ReadAsync(CancellationToken cancellationToken) => TakeAsync(null, cancellationToken);

    public Task<SiteAnswer> WriteAsync(string client, long number, CancellationToken cancellationToken) => TakeAsync(number, cancellationToken);

    public Task<StoredWrites?> ListAsync(string client, long after, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var page = _stored.Where(number => number > after).Order().Take(PageSize).ToList();
            return Task.FromResult(Lists ? new StoredWrites([.. page], page.Count == PageSize ? page[^1] : null) : null);
        }
    }

    internal void Lose(long number)
    {
        lock (_lock)
        {
            _stored.RemoveAll(stored => stored == number);
        }
    }

    private async Task<SiteAnswer> TakeAsync(long? number, CancellationToken cancellationToken)
    {
        SiteAnswer answer;
        lock (_lock)
        {
            answer = Answer(Requests++);
        }

        if (Delay() is var delay && delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, time, cancellationToken);
        }

        lock (_lock)
        {
            if (number is { } stored && answer.IsRight)
            {
                _stored.AddRange(Enumerable.Repeat(stored, Copies(stored)));
            }
        }

        return answer;
    }
}
