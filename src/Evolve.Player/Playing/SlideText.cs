using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Playing;

/// <summary>Writes a slide out in full, so that two versions of it can be compared.</summary>
internal static class SlideText
{
    /// <summary>
    /// All that a slide holds, down to its inlines, without source locations. Immutable arrays compare by reference, so
    /// the records' own equality cannot be used; going over their properties keeps this right for blocks yet to come.
    /// </summary>
    internal static string Of(Slide slide)
    {
        var text = new StringBuilder();
        Write(text, slide);
        return text.ToString();
    }

    /// <summary>All that an answer of a quiz holds.</summary>
    internal static string Of(QuizOption option)
    {
        var text = new StringBuilder();
        Write(text, option);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append('-');
                break;
            case SourceLocation:
                break;
            case string s:
                text.Append(s.Length).Append(':').Append(s);
                break;
            case Regex regex:
                text.Append(regex.Options).Append('/').Append(regex).Append('/');
                break;
            case IEnumerable items:
                text.Append('[');
                foreach (var item in items)
                {
                    Write(text, item);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case Slide or Block or Inline or ListItem or Stop or Step or Script or Check or Footnote or Quiz or QuizOption:
                text.Append(value.GetType().Name).Append('(');
                foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
                {
                    if (property.Name is not (nameof(Slide.Steps) or nameof(Slide.Quizzes) or nameof(Slide.PauseCount)))
                    {
                        text.Append(property.Name).Append('=');
                        Write(text, property.GetValue(value));
                        text.Append(';');
                    }
                }

                text.Append(')');
                break;
            default:
                text.Append(value);
                break;
        }
    }
}
