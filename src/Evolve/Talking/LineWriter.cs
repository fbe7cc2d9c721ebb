using System.Text;

namespace Evolve.Talking;

/// <summary>Gives what is written on, line by line.</summary>
internal sealed class LineWriter(Action<string> print) : TextWriter
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        string? line = null;
        lock (_lock)
        {
            if (value == '\n')
            {
                line = _line.ToString();
                _line.Clear();
            }
            else if (value != '\r')
            {
                _line.Append(value);
            }
        }

        if (line is not null)
        {
            print(line);
        }
    }
}
