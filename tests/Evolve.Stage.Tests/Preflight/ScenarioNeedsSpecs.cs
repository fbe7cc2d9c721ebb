using Evolve.Stage.Preflight;
using Evolve.Stage.Tests.Support;
using Evolve.Testing;

namespace Evolve.Stage.Tests.Preflight;

public sealed class ScenarioNeedsSpecs
{
    [Fact]
    public void It_says_what_its_front_matter_and_its_commands_say()
    {
        using var talk = new TalkFile("""
            ---
            title: A talk
            requires: [engine, kvm]
            ---
            # One

            ```sh {#build .run}
            docker build -t evolve/php:container assets/php/container
            docker run --name php evolve/php:linux-unikernel && docker rmi evolve/php:mine
            docker tag evolve/runner 127.0.0.1:5000/evolve/web:container
            ```

            ```sh {.check of=build}
            docker image inspect evolve/db-helper:container
            ```

            ```sh {.undo of=build}
            docker rmi evolve/edge:container. evolve/kernel:$tier
            ```

            ```sh {#task .exercise}
            # Look at evolve/php:container again
            ```

            ```sh {.check of=task}
            true
            ```

            ```sh {.solve of=task}
            ls /var/evolve/registry
            docker build -t evolve/web:mine -f assets/web/container-slim/Dockerfile assets
            ls my/assets/web/mirage/Dockerfile assets/kernel/Dockerfile
            ```
            """);
        var needs = new ScenarioNeeds(new ScenarioImages(Repository.Root), id => id == "build").Of(talk.Scenario);
        Assert.Equal((true, false, true), (needs.Engine, needs.Network, needs.Kvm));
        Assert.Equal(
            ["evolve/db-helper:container", "evolve/edge:container", "evolve/php:container", "evolve/php:linux-unikernel", "evolve/runner", "evolve/web:container-slim"], needs.Images.AsEnumerable());
        Assert.Equal(["build"], needs.Steps.AsEnumerable());
        Assert.Equal(["build"], needs.Recorded.AsEnumerable());
    }
}
