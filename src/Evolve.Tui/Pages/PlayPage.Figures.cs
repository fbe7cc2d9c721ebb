using System.Globalization;
using Evolve.Lamp.Scoreboard;
using Evolve.Lamp.Traffic;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;
using Evolve.Tui.Keys;
using Evolve.Tui.Layout;

namespace Evolve.Tui.Pages;

/// <content>Traffic and the scoreboard; none of it opens a box or takes a key from the talk.</content>
internal sealed partial class PlayPage
{
    private static readonly double[] s_rates = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
    private static readonly double[] s_writes = [0, 5, 10, 20, 50, 80, 100];
    private readonly FiguresPanel _figures;

    /// <summary>The figures that the presenter wants to see on this slide, or null for what the slide says.</summary>
    private SlideLayout? _wantedFigures;

    private int _slideOfFigures = -1;
    private int _measurementsTaken;

    /// <summary>Does what is about figures; false for everything else.</summary>
    private bool TryFigures(UiCommand command)
    {
        if (command is not (UiCommand.Figures or UiCommand.MoreTraffic or UiCommand.LessTraffic
            or UiCommand.MoreWrites or UiCommand.FewerWrites))
        {
            return false;
        }

        switch (command)
        {
            case UiCommand.Figures when _figures.Has(SlideLayout.Traffic) || _figures.Has(SlideLayout.Scoreboard):
                NextFigures();
                break;
            case not UiCommand.Figures when _desk.Services.Traffic is { } traffic:
                Adjust(traffic, command);
                break;
            default:
                _desk.Say(NoEngine);
                break;
        }

        return true;
    }

    /// <summary>Traffic, then the scoreboard, then what the slide says; the next slide is always shown as it was written.</summary>
    private void NextFigures()
    {
        _isZoomed = false;
        _slideOfFigures = State.SlideIndex;
        _wantedFigures = LayoutNow(State) switch
        {
            SlideLayout.Traffic when _figures.Has(SlideLayout.Scoreboard) => SlideLayout.Scoreboard,
            SlideLayout.Traffic or SlideLayout.Scoreboard => _wantedFigures is null ? SlideLayout.Split : null,
            _ => SlideLayout.Traffic,
        };
        ExpectPanes();
    }

    private void SwitchTraffic(ITrafficControl traffic)
    {
        if (traffic.Current.Phase != TrafficPhase.Off)
        {
            traffic.Stop();
            _desk.Say("Traffic ends; the last audit follows.");
        }
        else if (!_deployment.HasSite)
        {
            _desk.Say("There is no site yet to send traffic to: start the edge first.");
        }
        else
        {
            traffic.Start();
            _desk.Say($"Traffic: {InWords(traffic.Plan)}.");
        }
    }

    private void Adjust(ITrafficControl traffic, UiCommand command)
    {
        var plan = traffic.Plan;
        traffic.Plan = command switch
        {
            UiCommand.MoreTraffic => plan with { Rate = Above(s_rates, plan.Rate) },
            UiCommand.LessTraffic => plan with { Rate = Below(s_rates, plan.Rate) },
            UiCommand.MoreWrites => plan with { Writes = Above(s_writes, plan.Writes) },
            _ => plan with { Writes = Below(s_writes, plan.Writes) },
        };
        _desk.Say($"Traffic: {InWords(traffic.Plan)}.");
    }

    private static double Above(double[] steps, double now) => steps.Where(step => step > now).DefaultIfEmpty(now).First();

    private static double Below(double[] steps, double now) => steps.Where(step => step < now).DefaultIfEmpty(now).Last();

    private static string InWords(TrafficPlan plan) =>
        string.Create(CultureInfo.InvariantCulture, $"{plan.Rate:0.#} requests a second, {plan.Writes:0.#}% of them writes");

    /// <summary>How the screen is shared now.</summary>
    private SlideLayout LayoutNow(PlayerState state) =>
        _wantedFigures is { } wanted && _slideOfFigures == state.SlideIndex ? wanted : _choice.On(state.Slide.Layout);

    /// <summary>What steps measured is on the scoreboard at once.</summary>
    private void TakeMeasurements(PlayerState state)
    {
        foreach (var measured in state.Measurements.Skip(_measurementsTaken))
        {
            if (measured.Name.Split('/') is [var tier, var flavour, "start"])
            {
                _desk.Services.Scoreboard?.Add(new Score(tier, flavour, ScoreMeasure.Start, measured.Elapsed.TotalSeconds, measured.At));
            }
        }

        _measurementsTaken = state.Measurements.Length;
    }
}
