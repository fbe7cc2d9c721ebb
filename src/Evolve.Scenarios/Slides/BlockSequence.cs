using System.Collections.Immutable;
using Evolve.Scenarios.Model;

namespace Evolve.Scenarios.Slides;

/// <summary>
/// Blocks one after another. A pause between two items ends the list in Markdown; here its parts become one list again,
/// so that it is shown as its author wrote it.
/// </summary>
internal sealed class BlockSequence
{
    private readonly ImmutableArray<Block>.Builder _blocks = ImmutableArray.CreateBuilder<Block>();
    private char _marker;

    public void Add(Block block)
    {
        _blocks.Add(block);
        _marker = '\0';
    }

    /// <summary>Adds a list, or its items to the list before it.</summary>
    /// <param name="list">The list.</param>
    /// <param name="marker">Its bullet, or what follows its numbers.</param>
    public void AddList(ListBlock list, char marker)
    {
        if (_marker == marker
            && _blocks is [.., ListBlock last]
            && list.Reveal > last.Items[^1].Reveal
            && last.Start + last.Items.Length == list.Start)
        {
            _blocks[^1] = last with { Items = last.Items.AddRange(list.Items), IsLoose = last.IsLoose || list.IsLoose };
            return;
        }

        _blocks.Add(list);
        _marker = marker;
    }

    public ImmutableArray<Block> ToImmutable() => _blocks.ToImmutable();
}
