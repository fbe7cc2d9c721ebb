using System.Collections.Immutable;

namespace Evolve.Lamp.Traffic;

/// <summary>The site as traffic uses it; one that does not answer is no exception but an answer that is not right.</summary>
public interface ISite
{
    /// <summary>Reads the guestbook as a visitor does.</summary>
    Task<SiteAnswer> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Sends a client's write with this number, which the site stores once however often it comes.</summary>
    Task<SiteAnswer> WriteAsync(string client, long number, CancellationToken cancellationToken);

    /// <summary>Asks which numbers above <paramref name="after"/> are stored for a client; null when the site does not say.</summary>
    Task<StoredWrites?> ListAsync(string client, long after, CancellationToken cancellationToken);
}

/// <summary>What became of a request.</summary>
/// <param name="Problem">What was wrong in a few words, such as <c>HTTP 503</c>; null when the answer was right.</param>
/// <param name="MayPass">Whether the same request could be answered rightly in a moment.</param>
public readonly record struct SiteAnswer(string? Problem, bool MayPass = false)
{
    /// <summary>The right answer.</summary>
    public static SiteAnswer Right { get; }

    /// <summary>True for the right answer.</summary>
    public bool IsRight => Problem is null;
}

/// <summary>A page of what the site has stored for a client.</summary>
/// <param name="Numbers">In order; a number that is stored twice is in it twice.</param>
/// <param name="Next">After which number the next page begins, or null at the end.</param>
public sealed record StoredWrites(ImmutableArray<long> Numbers, long? Next);
