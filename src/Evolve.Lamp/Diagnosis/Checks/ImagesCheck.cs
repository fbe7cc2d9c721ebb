namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Whether the images of a scenario are built, so that nothing is compiled on stage.</summary>
internal sealed class ImagesCheck(ImageStock stock) : IDoctorCheck
{
    public string Subject => "images";

    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        if (stock.Names.IsEmpty)
        {
            return new Finding(Subject, FindingLevel.Good, "its steps name none of ours");
        }

        return await stock.MissingAsync(cancellationToken) switch
        {
            null => EngineTalk.Unknown(Subject),
            [] => new Finding(Subject, FindingLevel.Good, $"all {stock.Names.Length} that its steps name are there"),
            { } missing => new Finding(
                Subject,
                FindingLevel.Warning,
                $"{missing.Length} of {stock.Names.Length} are missing: {Few.Of(missing)}",
                "They would be built on stage, which takes minutes: `./run.sh doctor FILE --warm` builds them now."),
        };
    }
}
