using Xunit;

namespace Evolve.EndToEnd.Site;

/// <summary>The same rules, kept by the clean-slate tiers: the site cannot be told apart but by its footer.</summary>
[Collection(OneDeployment.Name)]
public sealed class CleanSlateGuestbookSpecs(LampFixture lamp) : GuestbookRules(lamp, CleanSlate.Flavour), IClassFixture<CleanSlate>;

/// <inheritdoc cref="CleanSlateGuestbookSpecs"/>
[Collection(OneDeployment.Name)]
public sealed class CleanSlateProgramSpecs(LampFixture lamp) : ProgramRules(lamp, CleanSlate.Flavour), IClassFixture<CleanSlate>;

/// <inheritdoc cref="CleanSlateGuestbookSpecs"/>
[Collection(OneDeployment.Name)]
public sealed class CleanSlateBrowserSpecs(LampFixture lamp) : BrowserRules(lamp, CleanSlate.Flavour), IClassFixture<CleanSlate>;
