using Evolve.Tui.Themes;

namespace Evolve.Tui.Slides.Syntax;

/// <summary>What the scopes of TextMate grammars are in a theme's terms.</summary>
internal static class ScopeRoles
{
    // The first prefix that fits decides, so the special ones stand before the general ones.
    private static readonly (string Prefix, Role Role)[] s_roles =
    [
        ("comment", Role.SyntaxComment),
        ("punctuation.definition.comment", Role.SyntaxComment),
        ("string.unquoted.argument", Role.Text),
        ("string.unquoted.plain", Role.Text),
        ("constant.other.option", Role.SyntaxOption),
        ("constant.character.escape", Role.SyntaxNumber),
        ("constant", Role.SyntaxNumber),
        ("markup.inserted", Role.SyntaxInserted),
        ("markup.deleted", Role.SyntaxDeleted),
        ("meta.diff.range", Role.SyntaxType),
        ("meta.diff.header", Role.SyntaxKeyword),
        ("entity.name.function", Role.SyntaxFunction),
        ("entity.name.command", Role.SyntaxFunction),
        ("support.function", Role.SyntaxFunction),
        ("entity.name.tag", Role.SyntaxFunction),
        ("entity.name.section", Role.SyntaxType),
        ("entity.name.type", Role.SyntaxType),
        ("entity.name.class", Role.SyntaxType),
        ("support.class", Role.SyntaxType),
        ("support.type.property-name", Role.SyntaxVariable),
        ("entity.other.attribute-name", Role.SyntaxOption),
        ("keyword.other.definition.ini", Role.SyntaxVariable),
        ("keyword.operator", Role.SyntaxOperator),
        ("keyword", Role.SyntaxKeyword),
        ("storage", Role.SyntaxKeyword),
        ("punctuation.definition.variable", Role.SyntaxVariable),
        ("variable", Role.SyntaxVariable),
        ("support.variable", Role.SyntaxVariable),
        ("string", Role.SyntaxString),
        ("punctuation.definition.string", Role.SyntaxString),
    ];

    /// <summary>The role of text with these scopes, the most special scope last.</summary>
    public static Role Of(IReadOnlyList<string> scopes)
    {
        for (var i = scopes.Count - 1; i >= 0; i--)
        {
            foreach (var (prefix, role) in s_roles)
            {
                if (scopes[i].StartsWith(prefix, StringComparison.Ordinal))
                {
                    return role;
                }
            }
        }

        return Role.Text;
    }
}
