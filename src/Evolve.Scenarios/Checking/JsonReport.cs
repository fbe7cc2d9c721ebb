using System.Text.Json.Serialization;

namespace Evolve.Scenarios.Checking;

internal sealed record JsonReport(bool Good, IReadOnlyList<JsonFile> Files);

internal sealed record JsonFile(
    string Path, bool Good, string? Title, int? Slides, int? Steps, IReadOnlyList<JsonError> Errors);

internal sealed record JsonError(string File, int Line, int Column, string Sentence);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonReport))]
internal sealed partial class JsonReportContext : JsonSerializerContext;
