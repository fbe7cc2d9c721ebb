using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Evolve.Base.Tests.Support;

/// <summary>A machine, emulated by QEMU, with the runner's ports. What it is made of is said before it starts.</summary>
public sealed class Machine(string kernel) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-machine-").FullName;
    private readonly List<string> _devices = [];
    private readonly List<Socket> _sockets = [];
    private string _configuration = "";
    private string _model = "microvm";
    private string _processor = "max";
    private int _memory = 24;
    private Process? _process;

    /// <summary>The machine's console.</summary>
    public StreamReader Console => _process!.StandardOutput;

    /// <summary>How much of a processor the machine has used.</summary>
    public TimeSpan Used
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Microvm, pc or q35, and the model of the processor.</summary>
    public Machine On(string model, string processor)
    {
        (_model, _processor) = (model, processor);
        return this;
    }

    /// <summary>The size of its memory in MB.</summary>
    public Machine Memory(int megabytes)
    {
        _memory = megabytes;
        return this;
    }

    /// <summary>Lines of the runner's configuration.</summary>
    public Machine Told(params string[] lines)
    {
        _configuration = string.Concat(lines.Select(line => line + "\n"));
        return this;
    }

    /// <summary>More of QEMU's arguments.</summary>
    public Machine With(params string[] arguments)
    {
        _devices.AddRange(arguments);
        return this;
    }

    /// <summary>A virtio device, on the bus of this machine: said after <see cref="On"/>.</summary>
    public Machine Device(string kind, string settings) =>
        With("-device", $"virtio-{kind}-{(_model == "microvm" ? "device" : "pci")}{(settings == "" ? "" : "," + settings)}");

    /// <summary>A disk of a raw file.</summary>
    public Machine Disk(string path, string name, bool readOnly = false) =>
        With("-drive", $"if=none,id={name},format=raw,file={path},readonly={(readOnly ? "on" : "off")}").Device("blk", $"drive={name}");

    /// <summary>A network card whose other end is the test.</summary>
    public Wire Network()
    {
        var listener = Listen("wire");
        With("-netdev", $"stream,id=net,server=off,addr.type=unix,addr.path={PathOf("wire")}").Device("net", "netdev=net");
        return new Wire(listener);
    }

    /// <summary>A path in this machine's folder.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Starts it; the words are its command line. Returns the other end of the control port.</summary>
    public async Task<Control> StartAsync(string words)
    {
        using var late = new CancellationTokenSource(Patience);
        var listener = Listen("control");
        var start = new ProcessStartInfo("qemu-system-x86_64", [.. Arguments(), "-append", words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        var socket = await listener.AcceptAsync(late.Token);
        _sockets.Add(socket);
        var stream = new NetworkStream(socket);
        return new Control(stream, new StreamReader(stream, Encoding.ASCII));
    }

    /// <summary>Waits for its end.</summary>
    public async Task<Ended> EndAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        var errors = _process!.StandardError.ReadToEndAsync(late.Token);
        var console = await Console.ReadToEndAsync(late.Token);
        await _process.WaitForExitAsync(late.Token);
        Assert.Equal("", await errors);
        return new Ended(_process.ExitCode, console);
    }

    /// <summary>Starts it and waits for its end.</summary>
    public async Task<Ended> RunAsync(string words)
    {
        await StartAsync(words);
        return await EndAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        _sockets.ForEach(socket => socket.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    private Socket Listen(string name)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(PathOf(name)));
        listener.Listen();
        _sockets.Add(listener);
        return listener;
    }

    private IEnumerable<string> Arguments()
    {
        var model = _model == "microvm" ? "microvm,acpi=off,rtc=on,pit=on,pic=on,isa-serial=off" : $"{_model},usb=off,vmport=off";
        string[] arguments =
        [
            "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-machine", model, "-accel", "tcg",
            "-cpu", _processor, "-m", $"{_memory}M", "-kernel", kernel,
            "-chardev", "stdio,id=console,signal=off", "-device", "isa-serial,index=0,chardev=console",
            "-chardev", $"socket,id=control,path={PathOf("control")}", "-device", "isa-serial,index=1,chardev=control",
            "-device", "isa-debug-exit,iobase=0xf4,iosize=1",
        ];
        if (_configuration != "")
        {
            File.WriteAllText(PathOf("config"), _configuration);
            arguments = [.. arguments, "-fw_cfg", $"name=opt/evolve/config,file={PathOf("config")}"];
        }

        return [.. arguments, .. _devices];
    }
}

/// <summary>How a machine ended: QEMU's exit status, and what was on the console.</summary>
public sealed record Ended(int Code, string Console)
{
    /// <summary>The byte that the guest wrote to the port of its exit.</summary>
    public int Status
    {
        get
        {
            Assert.True(Code % 2 == 1, $"The machine did not end by itself: {Console}");
            return Code >> 1;
        }
    }

    /// <summary>The lines of a program that ended well.</summary>
    public string[] Lines
    {
        get
        {
            Assert.True(Code == 1, $"It ended with {Code}: {Console}");
            return Console.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }
}

/// <summary>The runner's end of the control port.</summary>
public sealed class Control(NetworkStream stream, StreamReader reader)
{
    /// <summary>Sends bytes.</summary>
    public ValueTask SendAsync(string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>The next line.</summary>
    public async Task<string?> LineAsync()
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await reader.ReadLineAsync(late.Token);
    }
}
