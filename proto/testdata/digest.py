#!/usr/bin/env python3
"""Writes digest.json: independent of every implementation, from the definition in docs/PROTOCOL.md alone.

Run it in this folder: python3 digest.py > digest.json
"""
import hashlib
import json


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def entry(key, version, record):
    utf8 = key.encode("utf-8")
    return sha(len(utf8).to_bytes(4, "big"), utf8, version.to_bytes(8, "big"), record)


def path(key):
    return [int(c, 16) for c in hashlib.sha256(key.encode("utf-8")).hexdigest()[:16]]


def digest(entries, prefix=()):
    """From scratch; entries are (path, key bytes, entry digest)."""
    below = [e for e in entries if tuple(e[0][: len(prefix)]) == tuple(prefix)]
    if not below:
        return bytes(32)
    head = bytes([len(prefix)]) + bytes(prefix)
    if len(below) <= 64 or len(prefix) == 16:
        return sha(b"\x00", head, *[e[2] for e in sorted(below, key=lambda e: e[1])])
    return sha(b"\x01", head, *[digest(below, tuple(prefix) + (n,)) for n in range(16)])


def made(records):
    return [(path(k), k.encode("utf-8"), entry(k, v, r)) for k, v, r in records]


def case(name, records, prefixes, **rule):
    entries = made(records)
    result = {"name": name}
    result.update(rule or {"records": [{"key": k, "version": v, "record": r.hex()} for k, v, r in records]})
    result["digests"] = {"".join("%x" % n for n in p): digest(entries, p).hex() for p in prefixes}
    return result


def ruled(first, count):
    """The written-down rule: key "key-<i>", version i, record SHA-256 of the key's UTF-8, i = first, first + 1, ..."""
    return [("key-%d" % i, i, sha(("key-%d" % i).encode())) for i in range(first, first + count)]


def below(nibbles, count):
    """The written-down rule: the first keys "key-<i>", i = 1, 2, ..., whose path begins with the nibbles."""
    found, i = [], 1
    while len(found) < count:
        if path("key-%d" % i)[: len(nibbles)] == nibbles:
            found.append(i)
        i += 1
    return [r for i in found for r in ruled(i, 1)]


SHAPES = ["a", "b", "0", " ", "\u0000", "\u007f", "\u0080", "\u00e9", "e\u0301", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\ufeff",
          "\ufffd", "\uffff", "\U00010000", "\U0001f600", "\U0010ffff", "\u05d0", "a\U0001f600", "a\uffff", "key/with/slashes", "line\nbreak", "\u00e9" * 256]

ROOT = ()
NIBBLES = [(n,) for n in range(16)]
cases = [case("nothing", [], [ROOT, (0,), (15,) * 16])]
for key in SHAPES:
    cases.append(case("one key of %d bytes" % len(key.encode()), [(key, 1, b"")], [ROOT, tuple(path(key)[:1]), tuple(path(key))]))
cases.append(case("versions", [("a", 1, b"\x01"), ("b", 255, b"\x02"), ("c", 256, b""), ("d", 2**32, b"\x00\x00"), ("e", 2**63 - 1, b"x" * 300)], [ROOT] + NIBBLES))
cases.append(case("all shapes in the byte order of their keys", [(k, i + 1, bytes([i])) for i, k in enumerate(SHAPES)], [ROOT] + NIBBLES))
for count in (63, 64, 65):
    cases.append(case("%d records" % count, ruled(1, count), [ROOT] + NIBBLES, first=1, count=count))
for count in (63, 64, 65):
    records = below([7], count)
    cases.append(case("%d records below one nibble" % count, records, [ROOT, (7,), (7, 0), (7, 15), (8,)], indices=[v for _, v, _ in records]))
for count in (64, 65):
    records = below([1, 2], count)
    cases.append(case("%d records below two nibbles" % count, records, [ROOT, (1,), (1, 2), (1, 2, 3)], indices=[v for _, v, _ in records]))
for count in (64, 65):
    records = below([1, 2, 3], count)
    cases.append(case("%d records below three nibbles" % count, records, [ROOT, (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)], indices=[v for _, v, _ in records]))
mixed = below([7], 65) + below([8], 64) + below([9], 1)
cases.append(case("an inner place beside a full leaf, one record and empty places", mixed, [ROOT] + NIBBLES + [(7, n) for n in range(16)], indices=[v for _, v, _ in mixed]))
for count in (256, 1000, 1024, 1025, 10000):
    cases.append(case("%d records" % count, ruled(1, count), [ROOT] + NIBBLES + [(0, 0), (15, 15), (1, 2, 3)], first=1, count=count))

print(json.dumps({"cases": cases}, indent=1, ensure_ascii=True))
