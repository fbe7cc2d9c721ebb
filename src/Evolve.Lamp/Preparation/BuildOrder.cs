using Evolve.Lamp.Evolution;

namespace Evolve.Lamp.Preparation;

/// <summary>Finds out from the Dockerfiles alone which images an image is made from, and in which order they are built.</summary>
/// <param name="root">The folder that holds <c>assets</c>.</param>
public sealed class BuildOrder(string root)
{
    private readonly List<ImageBuild> _order = [];
    private readonly List<string> _open = [];

    /// <summary>The builds so far, each after those that it needs.</summary>
    public IReadOnlyList<ImageBuild> Builds => _order;

    /// <summary>Adds an image with everything that it needs; one that was added already stays where it is.</summary>
    /// <exception cref="EvolutionException">It cannot be built; the message says why, and in which line.</exception>
    public void Add(string image) => Add(image, askedBy: "assets");

    private void Add(string image, string askedBy)
    {
        if (_order.Exists(build => build.Image == image))
        {
            return;
        }

        if (_open.Contains(image))
        {
            throw new EvolutionException($"{askedBy}: {image} needs itself, by way of {string.Join(", ", _open)}.");
        }

        var dockerfile = DockerfileOf(image, askedBy);
        var recipe = Recipe.Read(Path.Combine(root, dockerfile));
        _open.Add(image);
        foreach (var need in recipe.Needs)
        {
            Add(need.Image, $"{dockerfile}:{need.Line}");
        }

        _open.Remove(image);
        var tag = TagOf(image);
        _order.Add(new ImageBuild(image, dockerfile, recipe.Stages.Contains(tag) ? tag : null));
    }

    /// <summary><c>evolve/T:F</c> is built from <c>assets/T/F</c> where there is such a folder, else from <c>assets/T</c>.</summary>
    private string DockerfileOf(string image, string askedBy)
    {
        var name = image["evolve/".Length..].Split(':')[0];
        string[] candidates = [$"assets/{name}/{TagOf(image)}/Dockerfile", $"assets/{name}/Dockerfile"];
        return Array.Find(candidates, path => File.Exists(Path.Combine(root, path))) ?? throw new EvolutionException(
            $"{askedBy}: the image {image} is made from {candidates[1]} or {candidates[0]}, and there is neither.");
    }

    private static string TagOf(string image) => image.Split(':') is [_, var tag] ? tag : "latest";
}
