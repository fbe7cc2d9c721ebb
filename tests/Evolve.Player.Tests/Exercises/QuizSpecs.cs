using Evolve.Player.Exercises;
using Evolve.Player.Playing;
using Evolve.Player.Tests.Support;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Exercises;

public sealed class QuizSpecs
{
    [Theory]
    [InlineData(1, QuizVerdict.Right)]
    [InlineData(0, QuizVerdict.Wrong)]
    public void One_answer_is_judged_at_once(int picked, QuizVerdict verdict)
    {
        var talk = MachineDriver.Workshop(Slide("One", Quiz("why", false, true, false))).Send(new PlayerInput.Answer("why", picked));
        Assert.Equal(verdict, talk.State.Workshop.AnswerTo("why").Verdict);
        Assert.Equal(ForwardKind.End, talk.Next);

        talk.Send(new PlayerInput.Answer("why", 2));
        Assert.Equal(picked, Assert.Single(talk.State.Workshop.AnswerTo("why").Picked));
    }

    [Fact]
    public void Of_several_right_ones_as_many_are_picked_and_a_second_press_takes_one_back()
    {
        var talk = MachineDriver.Workshop(Slide("One", Quiz("which", true, false, true)));
        talk.Send(new PlayerInput.Answer("which", 1)).Send(new PlayerInput.Answer("which", 1)).Send(new PlayerInput.Answer("which", 2));
        Assert.Equal(QuizVerdict.Open, talk.State.Workshop.AnswerTo("which").Verdict);
        talk.Send(new PlayerInput.Answer("which", 0));
        Assert.Equal(QuizVerdict.Right, talk.State.Workshop.AnswerTo("which").Verdict);
    }

    [Fact]
    public void Forward_shows_the_answer_and_then_goes_on()
    {
        var talk = MachineDriver.For(Slide("One", Pause(1), Quiz("why", true, false)), Slide("Two"));
        Assert.Null(talk.State.OpenQuiz);
        talk.Forward();
        Assert.Equal("why", talk.State.OpenQuiz?.Id);
        Assert.Equal(ForwardKind.ShowAnswer, talk.Next);
        talk.Forward();
        Assert.Equal(QuizVerdict.Shown, talk.State.Workshop.AnswerTo("why").Verdict);
        Assert.Equal(1, talk.Forward().State.SlideIndex);
    }

    [Fact]
    public void An_answer_that_is_not_there_is_told()
    {
        var talk = MachineDriver.Workshop(Slide("One", Quiz("why", true, false)));
        talk.Send(new PlayerInput.Answer("why", 2));
        Assert.Equal("The answers go from 1 to 2.", talk.State.Notice?.Sentence);
        talk.Send(new PlayerInput.Answer("what", 0));
        Assert.Equal("There is no quiz “what” on this slide.", talk.State.Notice?.Sentence);
    }

    [Fact]
    public void Another_quiz_under_the_same_id_is_not_answered()
    {
        var talk = MachineDriver.Workshop(Slide("One", Quiz("why", true, false)), Slide("Two", Quiz("what", true, false)));
        talk.Send(new PlayerInput.Answer("why", 0)).Forward().Send(new PlayerInput.Answer("what", 0));
        talk.Reload(Slide("One", Quiz("why", false, true)), Slide("Two, edited", Quiz("what", true, false)));
        Assert.Equal(QuizVerdict.Open, talk.State.Workshop.AnswerTo("why").Verdict);
        Assert.Equal(QuizVerdict.Right, talk.State.Workshop.AnswerTo("what").Verdict);
    }
}
