using Evolve;

return EntryPoint.Run(args, AppContext.BaseDirectory, Console.Out, Console.Error);
