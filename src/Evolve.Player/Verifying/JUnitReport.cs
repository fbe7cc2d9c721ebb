using System.Globalization;
using System.Text;
using System.Xml;

namespace Evolve.Player.Verifying;

/// <summary>Writes a report as JUnit XML (the dialect that Jenkins, GitLab and GitHub's reporters share): a suite, a case a step.</summary>
public static class JUnitReport
{
    /// <summary>Writes the whole document, in UTF-8.</summary>
    public static void Write(Stream stream, VerificationReport report, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var xml = XmlWriter.Create(stream, new() { Indent = true, Encoding = new UTF8Encoding(false) });
        var failures = report.Steps.Count(step => step.Verdict == Verdict.Failed);
        var skipped = report.Steps.Count(step => step.Verdict == Verdict.NotRun);
        var errors = report.Problem is null ? 0 : 1;
        xml.WriteStartDocument();
        xml.WriteStartElement("testsuites");
        WriteTotals(xml, report, failures, errors);
        xml.WriteStartElement("testsuite");
        WriteTotals(xml, report, failures, errors);
        xml.WriteAttributeString("skipped", Number(skipped));
        xml.WriteAttributeString("timestamp", at.UtcDateTime.ToString("s", CultureInfo.InvariantCulture));
        foreach (var step in report.Steps)
        {
            WriteCase(xml, step);
        }

        if (report.Problem is { } problem)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("name", "scenario");
            xml.WriteAttributeString("classname", Clean(report.Title));
            xml.WriteAttributeString("time", "0");
            xml.WriteStartElement("error");
            xml.WriteAttributeString("message", Clean(problem));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndDocument();
    }

    private static void WriteTotals(XmlWriter xml, VerificationReport report, int failures, int errors)
    {
        xml.WriteAttributeString("name", Clean(report.Title));
        xml.WriteAttributeString("tests", Number(report.Steps.Length + errors));
        xml.WriteAttributeString("failures", Number(failures));
        xml.WriteAttributeString("errors", Number(errors));
        xml.WriteAttributeString("time", Seconds(report.Elapsed));
    }

    private static void WriteCase(XmlWriter xml, VerifiedStep step)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", Clean(step.Step.Id));
        xml.WriteAttributeString("classname", Clean(Path.GetFileNameWithoutExtension(step.Step.Location.File)));
        xml.WriteAttributeString("file", Clean(step.Step.Location.File));
        xml.WriteAttributeString("line", Number(step.Step.Location.Line));
        xml.WriteAttributeString("time", Seconds(step.Elapsed));
        switch (step.Verdict)
        {
            case Verdict.Failed:
                xml.WriteStartElement("failure");
                xml.WriteAttributeString("message", Clean(step.Reason ?? ""));
                xml.WriteString(Clean(step.Reason ?? ""));
                xml.WriteEndElement();
                xml.WriteElementString("system-out", Clean(string.Join('\n', step.Output)));
                break;
            case Verdict.NotRun:
                xml.WriteStartElement("skipped");
                xml.WriteAttributeString("message", "an earlier step failed");
                xml.WriteEndElement();
                break;
            default:
                break;
        }

        xml.WriteEndElement();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>Without what XML 1.0 cannot hold (control characters, lone surrogates).</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value))
            {
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }
}
