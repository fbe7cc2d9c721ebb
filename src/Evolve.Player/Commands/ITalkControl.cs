using Evolve.Player.Jumping;

namespace Evolve.Player.Commands;

/// <summary>What commands ask of whatever surrounds the talk: the app, or the REPL.</summary>
public interface ITalkControl
{
    /// <summary>Does what the last line says.</summary>
    void Forward();

    /// <summary>Goes back; runs nothing.</summary>
    void Back();

    /// <summary>Asks whether commands that nobody has agreed to may run.</summary>
    /// <exception cref="CommandException">There is nobody to ask.</exception>
    void AskTrust();

    /// <summary>Sets out on a jump, perhaps after showing what it will do.</summary>
    void SetOut(JumpGoal goal);

    /// <summary>Shows another theme; null is the next one.</summary>
    /// <exception cref="CommandException">There are none here.</exception>
    void ShowTheme(string? name);

    /// <summary>Shows all keys and commands.</summary>
    void ShowHelp(Action<string> print);

    /// <summary>Brings a pane to the front.</summary>
    void ShowPane(string name);

    /// <summary>Ends it, perhaps after a question.</summary>
    void Quit();

    /// <summary>Sends traffic to the site, or stops it; null does the other.</summary>
    /// <exception cref="CommandException">There is no site.</exception>
    Task SwitchTrafficAsync(bool? isOn, Action<string> print, CancellationToken cancellationToken);

    /// <summary>Measures what runs.</summary>
    /// <exception cref="CommandException">It cannot be measured.</exception>
    Task MeasureAsync(Action<string> print, CancellationToken cancellationToken);
}
