namespace Evolve.Tui.Themes;

/// <summary>What a piece of text is; a theme says how that looks.</summary>
public enum Role
{
    /// <summary>Running text.</summary>
    Text,

    /// <summary>Text of less weight: hints, footnotes, labels.</summary>
    Muted,

    /// <summary>A chapter's heading.</summary>
    Heading1,

    /// <summary>A slide's title.</summary>
    Heading2,

    /// <summary>A heading inside a slide.</summary>
    Heading3,

    /// <summary>Strong emphasis.</summary>
    Strong,

    /// <summary>Emphasis.</summary>
    Emphasis,

    /// <summary>Struck-out text.</summary>
    Strike,

    /// <summary>Code inside running text.</summary>
    Code,

    /// <summary>A link.</summary>
    Link,

    /// <summary>A quotation.</summary>
    Quote,

    /// <summary>The bar beside a quotation, a bullet, a number of a list.</summary>
    Accent,

    /// <summary>A thin line that only parts things; not text.</summary>
    Rule,

    /// <summary>The frame of something without focus; not text.</summary>
    Border,

    /// <summary>The frame of what has the focus; not text.</summary>
    BorderFocused,

    /// <summary>A key that can be pressed.</summary>
    Key,

    /// <summary>A step that waits.</summary>
    StepWaiting,

    /// <summary>A step that types, runs or is checked.</summary>
    StepRunning,

    /// <summary>A step that succeeded; anything healthy.</summary>
    StepDone,

    /// <summary>A step that failed; anything broken.</summary>
    StepFailed,

    /// <summary>Something to look at.</summary>
    Warning,

    /// <summary>The family of the Linux containers.</summary>
    FamilyContainer,

    /// <summary>The family of the evolutionary unikernels: unmodified programs.</summary>
    FamilyEvolutionary,

    /// <summary>The family of the clean-slate unikernels.</summary>
    FamilyCleanSlate,

    /// <summary>A keyword of a programming language.</summary>
    SyntaxKeyword,

    /// <summary>A string literal.</summary>
    SyntaxString,

    /// <summary>A comment.</summary>
    SyntaxComment,

    /// <summary>A number or another constant.</summary>
    SyntaxNumber,

    /// <summary>The name of a function or a command.</summary>
    SyntaxFunction,

    /// <summary>A variable or a property.</summary>
    SyntaxVariable,

    /// <summary>An operator.</summary>
    SyntaxOperator,

    /// <summary>The name of a type or a section.</summary>
    SyntaxType,

    /// <summary>An option of a command (<c>--name</c>).</summary>
    SyntaxOption,

    /// <summary>An added line of a difference.</summary>
    SyntaxInserted,

    /// <summary>A removed line of a difference.</summary>
    SyntaxDeleted,
}
