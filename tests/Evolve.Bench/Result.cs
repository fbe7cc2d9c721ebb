namespace Evolve.Bench;

/// <summary>One measured figure.</summary>
/// <param name="Benchmark">One of <see cref="BenchOptions.Names"/>.</param>
/// <param name="Case">What was done, for example the stream.</param>
/// <param name="Subject">Who did it: ours, tmux, vim, screen, the app.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit.</param>
internal sealed record Result(string Benchmark, string Case, string Subject, double Value, string Unit);
