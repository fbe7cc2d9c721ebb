using Evolve;
using Evolve.Lamp.Machine;

return EntryPoint.Run(args, AppContext.BaseDirectory, new Host(), Console.Out, Console.Error);
