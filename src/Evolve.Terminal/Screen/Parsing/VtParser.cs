namespace Evolve.Terminal.Screen.Parsing;

/// <summary>
/// Finds text, controls and sequences in a stream of bytes that may be split anywhere. Buffers are bounded, nothing
/// throws, and every state has a way out.
/// </summary>
internal sealed class VtParser(IControlHandler handler)
{
    private const int MaxStringBytes = 4096;
    private readonly Parameters _parameters = new();
    private readonly Utf8Decoder _utf8 = new();
    private byte[] _string = [];
    private int _stringLength;
    private Intermediates _intermediates;
    private bool _isVoid;

    public ParserState State { get; private set; }

    /// <summary>Inside a string that only its end can finish.</summary>
    public bool IsInString => State is >= ParserState.DcsEntry;

    public void Reset()
    {
        Clear();
        State = ParserState.Ground;
    }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (State == ParserState.Ground)
            {
                bytes = Ground(bytes);
            }
            else
            {
                Step(bytes[0]);
                bytes = bytes[1..];
            }
        }
    }

    /// <summary>Takes one run of text or one other byte.</summary>
    private ReadOnlySpan<byte> Ground(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E);
        if (length != 0)
        {
            length = length < 0 ? bytes.Length : length;
            _utf8.Reset();
            handler.Print(bytes[..length]);
            return bytes[length..];
        }

        var value = bytes[0];
        if (value >= 0x80)
        {
            handler.ForgetLastCharacter();
            if (_utf8.TryAdd(value, out var rune))
            {
                handler.Print(rune);
            }
        }
        else if (value == 0x1B)
        {
            Enter(ParserState.Escape);
        }
        else if (value != 0x7F)
        {
            Execute(value);
        }

        return bytes[1..];
    }

    private void Step(byte value)
    {
        if (State is ParserState.DcsString or ParserState.DcsEscape)
        {
            StepDcsString(value);
        }
        else if (value == 0x1B)
        {
            Enter(ParserState.Escape);
        }
        else if (value is 0x18 or 0x1A)
        {
            Execute(value);
            Enter(ParserState.Ground);
        }
        else if (IsInString)
        {
            StepString(value);
        }
        else if (value < 0x20)
        {
            Execute(value);
        }
        else if (value < 0x7F)
        {
            StepSequence(value);
        }
    }

    private void StepSequence(byte value)
    {
        switch (State)
        {
            case ParserState.Escape when value < 0x30:
                AddIntermediate(value);
                State = ParserState.EscapeIntermediate;
                break;
            case ParserState.Escape:
                StepEscape(value);
                break;
            case ParserState.EscapeIntermediate when value < 0x30:
                AddIntermediate(value);
                break;
            case ParserState.EscapeIntermediate:
                DispatchEscape(value);
                break;
            case ParserState.CsiEntry or ParserState.CsiParameter or ParserState.CsiIntermediate when value >= 0x40:
                DispatchSequence(value);
                break;
            case ParserState.CsiEntry or ParserState.CsiParameter or ParserState.CsiIntermediate when value < 0x30:
                AddIntermediate(value);
                State = ParserState.CsiIntermediate;
                break;
            case ParserState.CsiEntry when value >= 0x3C:
                AddIntermediate(value);
                State = ParserState.CsiParameter;
                break;
            case ParserState.CsiEntry or ParserState.CsiParameter when value < 0x3C:
                _isVoid |= !_parameters.TryAdd(value);
                State = ParserState.CsiParameter;
                break;
            case ParserState.CsiIgnore:
                State = value >= 0x40 ? ParserState.Ground : ParserState.CsiIgnore;
                break;
            default:
                State = ParserState.CsiIgnore;
                break;
        }
    }

    private void StepEscape(byte value)
    {
        switch (value)
        {
            case (byte)'[':
                Enter(ParserState.CsiEntry);
                break;
            case (byte)'P':
                Enter(ParserState.DcsEntry);
                break;
            case (byte)']':
                Enter(ParserState.OscString);
                break;
            case (byte)'_':
                Enter(ParserState.ApcString);
                break;
            case (byte)'X' or (byte)'^' or (byte)'k':
                Enter(ParserState.IgnoredString);
                break;
            default:
                DispatchEscape(value);
                break;
        }
    }

    private void StepString(byte value)
    {
        switch (State)
        {
            case ParserState.OscString when value == 0x07:
                Enter(ParserState.Ground);
                break;
            case ParserState.OscString or ParserState.ApcString when value >= 0x20:
                AddToString(value);
                break;
            case ParserState.DcsEntry or ParserState.DcsParameter or ParserState.DcsIntermediate when value is >= 0x20 and < 0x7F:
                StepDcsHeader(value);
                break;
        }
    }

    private void StepDcsHeader(byte value) => State = value switch
    {
        >= 0x40 => ParserState.DcsString,
        < 0x30 => ParserState.DcsIntermediate,
        (byte)':' => ParserState.DcsIgnore,
        _ when State == ParserState.DcsIntermediate => ParserState.DcsIgnore,
        >= 0x3C when State == ParserState.DcsParameter => ParserState.DcsIgnore,
        _ => ParserState.DcsParameter,
    };

    private void StepDcsString(byte value)
    {
        if (State == ParserState.DcsEscape && value == '\\')
        {
            Enter(ParserState.Ground);
        }
        else
        {
            State = State == ParserState.DcsString && value == 0x1B ? ParserState.DcsEscape : ParserState.DcsString;
        }
    }

    /// <summary>Leaves a state, which ends a string however it ends, and enters another with empty buffers.</summary>
    private void Enter(ParserState state)
    {
        var left = State;
        State = state;
        if (!_isVoid && left == ParserState.OscString)
        {
            handler.OperatingSystemCommand(_string.AsSpan(0, _stringLength));
        }
        else if (!_isVoid && left == ParserState.ApcString)
        {
            handler.ApplicationCommand(_string.AsSpan(0, _stringLength));
        }

        if (state != ParserState.Ground)
        {
            Clear();
        }

        if (IsInString)
        {
            handler.ForgetLastCharacter();
        }
    }

    private void Clear()
    {
        _intermediates = Intermediates.None;
        _parameters.Clear();
        _stringLength = 0;
        _isVoid = false;
    }

    private void Execute(byte control)
    {
        _utf8.Reset();
        handler.Execute(control);
    }

    private void DispatchEscape(byte final)
    {
        State = ParserState.Ground;
        if (!_isVoid)
        {
            handler.Escape(final, _intermediates);
        }
    }

    private void DispatchSequence(byte final)
    {
        State = ParserState.Ground;
        if (!_isVoid && _parameters.TrySplit())
        {
            handler.ControlSequence(final, _intermediates, _parameters);
        }
    }

    private void AddIntermediate(byte value)
    {
        if (_intermediates.Count == Intermediates.MaxCount)
        {
            _isVoid = true;
        }
        else
        {
            _intermediates = _intermediates.With(value);
        }
    }

    private void AddToString(byte value)
    {
        if (_stringLength == MaxStringBytes)
        {
            _isVoid = true;
            return;
        }

        if (_stringLength == _string.Length)
        {
            Array.Resize(ref _string, Math.Max(64, 2 * _string.Length));
        }

        _string[_stringLength++] = value;
    }
}
