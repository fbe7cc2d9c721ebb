namespace Evolve.Player.Workspaces;

/// <summary>A file of the workspace that is not as shipped.</summary>
/// <param name="Path">Relative to the workspace.</param>
/// <param name="Kind">What happened to it.</param>
public sealed record WorkspaceChange(string Path, WorkspaceChangeKind Kind);

/// <summary>What happened to a file.</summary>
public enum WorkspaceChangeKind
{
    /// <summary>It has another content.</summary>
    Modified,

    /// <summary>It is not shipped.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Deleted,
}
