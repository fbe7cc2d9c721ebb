using Xunit;

namespace Evolve.EndToEnd.Site;

/// <summary>The rules of the site, kept by the containers of the talk's third chapter.</summary>
[Collection(OneDeployment.Name)]
public sealed class ContainerGuestbookSpecs(LampFixture lamp) : GuestbookRules(lamp, "container");

/// <inheritdoc cref="ContainerGuestbookSpecs"/>
[Collection(OneDeployment.Name)]
public sealed class ContainerProgramSpecs(LampFixture lamp) : ProgramRules(lamp, "container");

/// <inheritdoc cref="ContainerGuestbookSpecs"/>
[Collection(OneDeployment.Name)]
public sealed class ContainerBrowserSpecs(LampFixture lamp) : BrowserRules(lamp, "container");
