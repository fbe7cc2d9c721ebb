using Evolve.Terminal.Input;
using Evolve.Tui.Host;
using Evolve.Tui.Overlays;
using Evolve.Tui.Pages;
using Evolve.Tui.Painting;

namespace Evolve.Tui.Boxes;

/// <summary>Removes the deployment, and ends the app when that is done; Esc stops it, and a failure is told and leaves the choice.</summary>
internal sealed class RemovalBox : IBox
{
    private readonly Action _stop;
    private readonly IDesk _desk;
    private string _text = "Removing this deployment's containers, network and volume…";
    private bool _failed;

    public RemovalBox(IDesk desk, Func<CancellationToken, Task<string>> remove)
    {
        _desk = desk;
        var stop = new CancellationTokenSource();
        _stop = stop.Cancel;
        _ = Task.Run(() => RemoveAsync(remove, stop.Token));
    }

    public FrameCursor Draw(Canvas canvas)
    {
        var view = new DialogView
        {
            Title = "Quit",
            Text = _text,
            Frame = _failed ? Themes.Role.StepFailed : Themes.Role.BorderFocused,
            Choices = [_failed
                ? new DialogChoice("Esc", "Back", "to the slide", IsSafe: true)
                : new DialogChoice("Esc", "Stop", "leave the rest, and go back to the slide", IsSafe: true)],
        };
        PlacedOverlay.Draw(canvas, DialogRenderer.Render(view, canvas.Width, canvas.Height, _desk.Theme, _desk.Services.Highlighter));
        return FrameCursor.Hidden;
    }

    public void Press(KeyPress key)
    {
        if (_failed)
        {
            _desk.Close(this);
        }
        else if (key.Key == TerminalKey.Escape)
        {
            _stop();
        }
    }

    public void Point(MouseInput mouse)
    {
    }

    private async Task RemoveAsync(Func<CancellationToken, Task<string>> remove, CancellationToken stop)
    {
        string? problem = null;
        var told = "";
        try
        {
            told = await remove(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _desk.Post(() =>
            {
                _desk.Close(this);
                _desk.Say("Stopped removing; what is left is in the picture.");
            });
            return;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever the engine says, the presenter must be able to go on.
            problem = exception.Message;
        }

        _desk.Post(() =>
        {
            if (problem is null)
            {
                _desk.Close(this);
                _desk.Leave(told);
            }
            else
            {
                (_text, _failed) = ($"It could not be removed: {problem}", true);
            }
        });
    }
}
