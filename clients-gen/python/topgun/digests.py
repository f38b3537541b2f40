"""Digests of maps, as docs/PROTOCOL.md defines them."""
from hashlib import sha256
from typing import NamedTuple

_LEAF = 64
_DEPTH = 16


class Entry(NamedTuple):
    """A live record in a digest: its path of 16 nibbles, its key's bytes, and the digest of key, version and record."""

    path: bytes
    key: bytes
    digest: bytes

    @staticmethod
    def of(key, version, record):
        """Of a key, the version of its last change, and the record's bytes as received."""
        utf8 = key.encode("utf-8")
        content = len(utf8).to_bytes(4, "big") + utf8 + version.to_bytes(8, "big") + record
        path = bytes(nibble for byte in sha256(utf8).digest()[: _DEPTH // 2] for nibble in (byte >> 4, byte & 15))
        return Entry(path, utf8, sha256(content).digest())


def digest(entries, prefix=b""):
    """The digest of what stands below a prefix, of one byte per nibble; without one, of the map. Entries are of live records only."""
    return _digest(sorted((entry for entry in entries if entry.path.startswith(prefix)), key=lambda entry: entry.key), prefix)


def _digest(below, prefix):
    if not below:
        return bytes(32)
    head = bytes([len(prefix)]) + prefix
    if len(below) <= _LEAF or len(prefix) == _DEPTH:
        return sha256(b"\0" + head + b"".join(entry.digest for entry in below)).digest()
    children = [[] for _ in range(16)]
    for entry in below:
        children[entry.path[len(prefix)]].append(entry)
    return sha256(b"\1" + head + b"".join(_digest(child, prefix + bytes([n])) for n, child in enumerate(children))).digest()
