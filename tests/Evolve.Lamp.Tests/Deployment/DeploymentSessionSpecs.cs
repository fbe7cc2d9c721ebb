using Evolve.Lamp.Deployment;

namespace Evolve.Lamp.Tests.Deployment;

public sealed class DeploymentSessionSpecs
{
    [Theory]
    [InlineData(true, 0, true)]
    [InlineData(false, 0, false)]
    [InlineData(false, 900, false)]
    [InlineData(false, 1000, true)]
    public void Figures_alone_make_one_picture_a_second_and_an_event_makes_one_at_once(bool isUrgent, int milliseconds, bool isDue) =>
        Assert.Equal(isDue, DeploymentSession.IsDue(isUrgent, TimeSpan.FromMilliseconds(milliseconds)));
}
