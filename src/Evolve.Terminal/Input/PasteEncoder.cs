using System.Text;
using Evolve.Terminal.Screen;

namespace Evolve.Terminal.Input;

/// <summary>Turns pasted text into bytes for a program.</summary>
public static class PasteEncoder
{
    /// <summary>
    /// The bytes of a paste: line ends become returns, control characters other than tab are removed (an ESC in the
    /// text could end the bracket and run a command), brackets stand around it when the program asked for them.
    /// </summary>
    public static byte[] Encode(string text, ScreenModes modes)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\r").EnumerateRunes())
        {
            if (!Rune.IsControl(rune) || rune.Value is '\t' or '\r')
            {
                safe.Append(rune);
            }
        }

        return Encoding.UTF8.GetBytes(modes.BracketedPaste ? $"\e[200~{safe}\e[201~" : safe.ToString());
    }
}
