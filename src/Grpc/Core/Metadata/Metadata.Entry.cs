using System.Buffers;
using System.Text;

namespace Grpc.Core;

// The API that generated code and services are written against nests the entry, so it is in a file of its own by `partial`.
internal sealed partial class Metadata
{
    /// <summary>One header or trailer.</summary>
    public sealed class Entry
    {
        private static readonly SearchValues<char> KeyCharacters = SearchValues.Create(
            "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

        private readonly string? _text;
        private readonly byte[]? _bytes;

        /// <summary>Makes an entry of text.</summary>
        /// <exception cref="ArgumentException">The key or the text has a forbidden character, or the key is one for bytes.</exception>
        public Entry(string key, string value)
        {
            Key = Normalized(key);
            if (IsBinary) throw new ArgumentException($"The key '{Key}' is for bytes: it ends in '{BinaryHeaderSuffix}'.", nameof(key));
            ArgumentNullException.ThrowIfNull(value);
            if (!IsText(value)) throw new ArgumentException($"The text of '{Key}' may have visible ASCII and blanks only.", nameof(value));
            _text = value;
        }

        /// <summary>Makes an entry of bytes, which must not change afterwards.</summary>
        /// <exception cref="ArgumentException">The key has a forbidden character, or is one for text.</exception>
        public Entry(string key, byte[] valueBytes)
        {
            Key = Normalized(key);
            if (!IsBinary) throw new ArgumentException($"The key '{Key}' is for text: it lacks '{BinaryHeaderSuffix}'.", nameof(key));
            _bytes = valueBytes ?? throw new ArgumentNullException(nameof(valueBytes));
        }

        /// <summary>The name, in lower case.</summary>
        public string Key { get; }

        /// <summary>Whether the value is bytes.</summary>
        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <summary>The text.</summary>
        /// <exception cref="InvalidOperationException">The entry holds bytes.</exception>
        public string Value => _text ?? throw new InvalidOperationException($"The value of '{Key}' is bytes.");

        /// <summary>The bytes, or the text in ASCII.</summary>
        public byte[] ValueBytes => _bytes ?? Encoding.ASCII.GetBytes(_text!);

        /// <inheritdoc/>
        public override string ToString() => IsBinary ? $"[{Key}: {_bytes!.Length} bytes]" : $"[{Key}: {_text}]";

        internal bool HasKey(string key) => string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);

        internal static bool IsKey(string key) => key.Length > 0 && !key.AsSpan().ContainsAnyExcept(KeyCharacters);

        internal static bool IsText(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

        private static string Normalized(string key)
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            if (!IsKey(key)) throw new ArgumentException($"The key '{key}' may have letters, digits, '.', '_' and '-' only.", nameof(key));
            return key.ToLowerInvariant();
        }
    }
}
