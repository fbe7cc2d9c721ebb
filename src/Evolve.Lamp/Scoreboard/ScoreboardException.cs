namespace Evolve.Lamp.Scoreboard;

/// <summary>The scoreboard has no rows to show; the message is a sentence for the user.</summary>
public sealed class ScoreboardException(string message) : Exception(message);
