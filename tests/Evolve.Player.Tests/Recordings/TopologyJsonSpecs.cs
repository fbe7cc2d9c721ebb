using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Evolve.Player.Recordings;
using Evolve.Testing;

namespace Evolve.Player.Tests.Recordings;

public sealed class TopologyJsonSpecs
{
    [Fact]
    public void What_was_recorded_is_read_whole_and_written_the_same()
    {
        var recorded = File.ReadAllLines(Repository.PathOf("assets/recordings/evolution/run.jsonl"))
            .Where(line => line.Contains("\"event\":\"topology\"", StringComparison.Ordinal)).ToList();
        Assert.Contains(recorded, line => line.Contains("\"serves\":true", StringComparison.Ordinal));
        Assert.Equal(recorded, recorded.Select(Again));
    }

    private static string Again(string line)
    {
        using var document = JsonDocument.Parse(line);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach (var property in document.RootElement.EnumerateObject().Where(property => property.Name is "t" or "event"))
            {
                property.WriteTo(json);
            }

            TopologyJson.Write(json, TopologyJson.Read(document.RootElement));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
