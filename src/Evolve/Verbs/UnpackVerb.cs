using System.CommandLine;
using Evolve.Lamp.Base;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Shipping;
using Evolve.Lamp.State;
using Evolve.Stage.Packing;

namespace Evolve.Verbs;

/// <summary><c>evolve unpack IN [DIR]</c>: a working Evolve from a bundle, without a network.</summary>
internal static class UnpackVerb
{
    public static Command Create(Session session)
    {
        var bundle = new Argument<string>("IN") { Description = "A bundle that `pack` has made." };
        var folder = new Argument<string>("DIR")
        {
            Description = "Where to; by default a folder of the bundle's name.",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => "",
        };
        var verb = new Command("unpack", "Unpack a bundle: the app, scenarios, recordings and images; needs no network.") { bundle, folder };
        verb.SetAction((parsed, cancellationToken) =>
            RunAsync(session, parsed.GetRequiredValue(bundle), parsed.GetRequiredValue(folder), cancellationToken));
        return verb;
    }

    private static void Adopt(Session session, StateFolder state, BundleManifest manifest)
    {
        if (DeploymentIdentity.Adopt(state, manifest.Deployment))
        {
            BuildMirror.Adopt(state, manifest.Mirror);
        }
        else
        {
            session.Output.WriteLine("You have a deployment of your own already, so the images are removed by `./run.sh clean --all`, and a `docker build` may want a network.");
        }
    }

    private static async Task<int> RunAsync(Session session, string bundle, string folder, CancellationToken cancellationToken)
    {
        var target = folder.Length > 0 ? folder : Path.GetFileNameWithoutExtension(bundle) is { Length: > 0 } name && name != Path.GetFileName(bundle) ? name : "evolve-room";
        using var backstage = Backstage.Open(session);
        try
        {
            var images = backstage.Engine is { } engine ? new EngineImages(engine) : null;
            var unpacker = new Unpacker(images, PackVerb.Architecture, new DirectProgress<string>(session.Output.WriteLine));
            var manifest = await unpacker.UnpackAsync(bundle, target, cancellationToken);
            if (manifest.Images.Length > 0)
            {
                Adopt(session, backstage.State, manifest);
            }

            session.Output.WriteLine($"Unpacked. To start: cd {target} && ./run.sh play {manifest.Play}");
            return ExitCode.Success;
        }
        catch (Exception exception) when (exception is BundleException or EngineException or StateFolderException)
        {
            throw new UserException(exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The bundle {bundle} cannot be unpacked: {exception.Message}", exception);
        }
    }
}
