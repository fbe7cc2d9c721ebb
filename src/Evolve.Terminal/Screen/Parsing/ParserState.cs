namespace Evolve.Terminal.Screen.Parsing;

/// <summary>
/// Where the parser is, after Paul Williams' state machine of a DEC terminal (vt100.net/emu/dec_ansi_parser), in the
/// 7-bit form that tmux uses.
/// </summary>
internal enum ParserState
{
    Ground,
    Escape,
    EscapeIntermediate,
    CsiEntry,
    CsiParameter,
    CsiIntermediate,
    CsiIgnore,
    DcsEntry,
    DcsParameter,
    DcsIntermediate,
    DcsString,
    DcsEscape,
    DcsIgnore,
    OscString,
    ApcString,

    /// <summary>SOS, PM and the title string of <c>screen</c>: swallowed to their end.</summary>
    IgnoredString,
}
