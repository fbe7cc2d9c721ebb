using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Evolve.Stage.Reporting;

/// <summary>Elements of a page as a tree, so that nothing that somebody else wrote can be anything but text.</summary>
internal static class Markup
{
    /// <summary>What HTML closes by itself.</summary>
    private static readonly HashSet<string> Void = ["meta", "br", "link"];

    /// <summary>An element of a class; nulls among its content are left out.</summary>
    public static XElement Of(string name, string? look, params object?[] content) =>
        new(name, look is null ? null : new XAttribute("class", look), content.Select(part => part is string text ? Clean(text) : part));

    /// <summary>An attribute; numbers as every language of the web writes them.</summary>
    public static XAttribute With(string name, object value) =>
        new(name, value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : Clean(value.ToString()!));

    /// <summary>The document as HTML that is XML as well: no element is closed in short, since HTML knows that only of some.</summary>
    public static string Document(XElement html)
    {
        var text = new StringBuilder("<!DOCTYPE html>\n");
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None }))
        {
            Write(xml, html);
        }

        return text.Append('\n').ToString();
    }

    /// <summary>Without what a document cannot hold: control characters, lone surrogates.</summary>
    public static string Clean(string text)
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

    private static void Write(XmlWriter xml, XElement element)
    {
        xml.WriteStartElement(element.Name.LocalName);
        foreach (var attribute in element.Attributes())
        {
            xml.WriteAttributeString(attribute.Name.LocalName, attribute.Value);
        }

        foreach (var node in element.Nodes())
        {
            if (node is XElement inner)
            {
                Write(xml, inner);
            }
            else
            {
                xml.WriteString(((XText)node).Value);
            }
        }

        if (Void.Contains(element.Name.LocalName))
        {
            xml.WriteEndElement();
        }
        else
        {
            xml.WriteFullEndElement();
        }
    }
}
