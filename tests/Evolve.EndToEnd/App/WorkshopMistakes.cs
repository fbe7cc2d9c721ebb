using System.Collections.Immutable;

namespace Evolve.EndToEnd.App;

/// <summary>A mistake that people make in an exercise.</summary>
/// <param name="Exercise">The exercise.</param>
/// <param name="Commands">What they type.</param>
/// <param name="Words">What the check's sentence must hold.</param>
internal sealed record WorkshopMistake(string Exercise, string Commands, string Words);

/// <summary>The likely mistakes of the shipped workshop; at least two for each exercise, made in this order.</summary>
internal static class WorkshopMistakes
{
    private const string Lock = "--read-only --tmpfs /tmp --cap-drop ALL";

    internal static ImmutableArray<WorkshopMistake> All { get; } =
    [
        new("start-one", "docker run -d --network evolve evolve/web:container", "Expected a container called my-web; the one that runs is called "),
        new("start-one", "docker rm -f $(docker ps -q --filter ancestor=evolve/web:container); docker run -d --name my-web evolve/web:container", "found it in bridge"),
        new("start-one", "docker rm -f my-web", "Expected a running container my-web, found none."),

        new("find-process", "rm -f pid", "found none. Write it there"),
        new("find-process", "echo 1 > pid", "1 is its number inside the container"),
        new("find-process", "docker inspect -f '{{.Id}}' my-web | cut -c 1-12 | tr 0-9 a > pid", "Expected a number in the file pid, found “"),
        new("find-process", "docker top my-web -eo pid | tail -n 1 > pid", "but not its first: it is a child"),
        new("find-process", "echo $$ > pid", "none of its processes"),

        new("lock-it", "docker run -d --name my-locked --network evolve --tmpfs /tmp --cap-drop ALL evolve/web:container", "found a writable one"),
        new("lock-it", "docker rm -f my-locked; docker run -d --name my-locked --network evolve --read-only --tmpfs /tmp evolve/web:container", "Docker's usual ones are still there"),
        new("lock-it", "docker rm -f my-locked; docker run -d --name my-locked --network evolve --read-only --cap-drop ALL evolve/web:container; docker wait my-locked", "with nowhere to write"),
        new("lock-it", $"docker rm -f my-locked; docker run -d --name my-locked {Lock} evolve/web:container", "--network evolve as well"),

        new("sign", "curl -s -o /dev/null http://127.0.0.1:$EVOLVE_PORT/ -d author=me -d message=hello", "found an empty guestbook. Without the form's own token"),
        new("sign", Sign("Ada"), "found one by “Ada”"),
        new("sign", $"{Sign("me")}\n{Sign("me")}", "Expected one entry by me, found 2"),
        new("sign", "docker exec db-container-1 mariadb guestbook -e \"DELETE FROM entry WHERE author = 'me'\"", "found one by “Ada”"),

        new("swap-php", $"docker run -d --name php-container-2 --network evolve {Lock} evolve/php:container", "php-container-2 has no secrets"),
        new("swap-php", $"docker rm -f php-container-2; docker run -d --name php-container-2 --network evolve {Lock} --env-file \"$EVOLVE_SECRETS\" evolve/php:container", "Expected that php-container-2 does the work; it is php-container-1."),
        new("swap-php", "docker exec edge tier use php php-container-2", "php-container-1 still runs"),

        new("build-slim", Build("assets/web/container-slim", "mine", "--build-arg EVOLVE_APT_MIRROR"), "found mine:latest"),
        new("build-slim", "docker image rm mine:latest; " + Build("assets/web/container", "evolve/web:mine", "--build-arg EVOLVE_DEPLOYMENT --build-arg EVOLVE_APT_MIRROR"), "was made by another Dockerfile: its flavour is “container”"),
        new("build-slim", Build("assets/web/container-slim", "evolve/web:mine", "--build-arg EVOLVE_APT_MIRROR"), "carries no label of this deployment"),

        new("move-slim", $"docker run -d --name web-mine-1 {Lock} evolve/web:mine", "web-mine-1 is not in the network evolve"),
        new("move-slim", $"docker rm -f web-mine-1; docker run -d --name web-mine-1 --network evolve {Lock} evolve/web:mine", "Expected that web-mine-1 does the work; it is web-container-1."),
        new("move-slim", "docker exec edge tier use web web-mine-1", "web-container-1 still runs"),

        new("start-machine", "docker run -d --name web-mirage-1 --network evolve --cap-drop ALL evolve/web:mirage", "found a writable one"),
        new("start-machine", $"docker rm -f web-mirage-1; docker run -d --name web-mirage-1 {Lock} evolve/web:mirage", "Expected web-mirage-1 in the network evolve"),
        new("start-machine", $"docker rm -f web-mirage-1; docker run -d --name web-mirage-1 --network evolve {Lock} evolve/web:mirage nonsense; docker wait web-mirage-1", "web-mirage-1 was started and has ended again"),

        new("machine-memory", "rm -f memory", "Expected a number in the file memory in the folder"),
        new("machine-memory", "echo 31.4MiB > memory", "31.4 MB is what the container takes just now"),
        new("machine-memory", "echo 25165824 > memory", "looks like bytes or kilobytes"),
        new("machine-memory", "echo 512 > memory", "Expected the machine's own memory, found 512"),

        new("move-machine", "docker exec edge tier add web web-mirage-1", "it is only added"),
        new("move-machine", "docker exec edge tier use web web-mirage-1", "web-mine-1 still runs"),

        new("add-page", "echo '<p>Hello' > assets/site/public/hello.html", "dune does not name it"),
        new("add-page", NamePage, "Expected an image evolve/web:my-page, found none"),
        new("add-page", Build("assets/web/mirage", "evolve/web:my-page", "--build-arg EVOLVE_DEPLOYMENT --build-arg EVOLVE_APT_MIRROR"), "but web-mirage-1 serves, which runs an older one"),

        new("go-back", "true", "found it stopped, as you left it"),
        new("go-back", "docker start web-mine-1", "and web-mirage-2 does the work"),
        new("go-back", "docker exec edge tier use web web-mine-1", "web-mirage-2 still runs"),
    ];

    private const string NamePage =
        @"sed -i 's|^ *\.\./\.\./site/public=style\.css|&\n   ../../site/public=hello.html|' assets/web/mirage/dune";

    private static string Build(string folder, string name, string arguments) =>
        $"docker build -q -t {name} {arguments} -f {folder}/Dockerfile assets";

    private static string Sign(string author) => $$"""
        site=http://127.0.0.1:$EVOLVE_PORT/
        curl -s -c cookies "$site" > form.html
        field() { grep -oP "\"$1\" value=\"\K[\w.]+" form.html; }
        curl -s -o /dev/null -b cookies "$site" -d form_key=$(field form_key) -d token=$(field token) -d author={{author}} -d message=hello
        """;
}
