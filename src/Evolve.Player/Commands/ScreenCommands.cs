namespace Evolve.Player.Commands;

/// <summary>Commands about whatever shows the talk.</summary>
internal static class ScreenCommands
{
    internal static Task ShowThemeAsync(CommandCall call, CancellationToken cancellationToken)
    {
        call.Stage.Talk.ShowTheme(call[0]);
        return Task.CompletedTask;
    }

    internal static Task ShowHelpAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (call[0] is { } verb)
        {
            var command = CommandTable.Get(verb);
            call.Print($"{command.Usage}: {command.Help}");
        }
        else
        {
            call.Stage.Talk.ShowHelp(call.Print);
        }

        return Task.CompletedTask;
    }

    internal static Task QuitAsync(CommandCall call, CancellationToken cancellationToken)
    {
        call.Stage.Talk.Quit();
        return Task.CompletedTask;
    }
}
