"""Make docs/vectors/canonical.json, ids.json, keys.json and parts.json."""

import json
from typing import Any

from kakehashi.core.canonical import MAX_DEPTH, encode
from kakehashi.core.ids import uuid7
from kakehashi.core.journal import inclusion_proof, known_hashes
from kakehashi.core.keys import Algorithm, fingerprint, thumbprint, words
from kakehashi.core.notices.payload import Classification
from kakehashi.core.parts import (
    MAX_ROWS,
    PartRole,
    make_part,
    row_leaves,
    row_salt,
    split_rows,
)
from kakehashi.core.text import b64url
from tests.core.authors import Keys, seed

P = 2**255 - 19
LOW = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
VALUES: list[object] = [
    None,
    True,
    [],
    {},
    "",
    0,
    -1,
    9_007_199_254_740_991,
    -9_007_199_254_740_991,
    {"b": 1, "a": 2, "B": 3, "": 4, "aa": 5},
    ['"', "\\", "/", "\b\t\n\f\r", "\x00\x1f\x7f", "\u2028\u2029"],
    ["官房", "ក្រសួង", "Вазорати меҳнат", "が", "か\u3099", "𠮷", "e\u0301"],
    {"names": [{"lang": "km", "script": "Khmr", "text": "មេគង្គ"}], "amount": "1500.00"},
    json.loads("[" * MAX_DEPTH + "]" * MAX_DEPTH),
]
NOT_CANONICAL = {
    "white space": b'{"a": 1}',
    "a line feed at the end": b"[1]\n",
    "members out of order": b'{"b":1,"a":2}',
    "a member twice": b'{"a":1,"a":1}',
    "a fraction": b'{"a":1.0}',
    "an exponent": b"1e3",
    "minus nought": b"-0",
    "a leading nought": b"01",
    "an integer over 2**53 - 1": b"9007199254740992",
    "an integer under -(2**53 - 1)": b"-9007199254740992",
    "no number": b"NaN",
    "an escape where none is needed": b'"\\u0041"',
    "an escaped solidus": b'"\\/"',
    "an escape in capitals": b'"\\u001F"',
    "an escaped letter beyond ASCII": b'"\\u00e9"',
    "half a character": b'"\\ud800"',
    "a control character as it is": b'"\x01"',
    "a member name beyond ASCII": '{"é":1}'.encode(),
    "not UTF-8": b'"\xff"',
    "a byte order mark": b"\xef\xbb\xbf1",
    "nothing": b"",
    "two values": b"1 2",
    "33 levels": b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
}


def canonical() -> dict[str, Any]:
    """Values with their one text, and texts that are refused."""
    return {
        "about": "RFC 8785 with integers only; bytes in hex. `value` is written by this file's own "
        "JSON, `text` is its canonical form.",
        "canonical": [
            {"value": value, "text": encode(value).decode(), "bytes": encode(value).hex()}
            for value in VALUES
        ],
        "refused": [{"why": why, "bytes": data.hex()} for why, data in NOT_CANONICAL.items()],
    }


def ids() -> dict[str, Any]:
    """Ids with what they are made of, and texts that are none."""
    made = [(0, bytes(10)), (1_790_000_000_000, seed("id")[:10]), (2**48 - 1, b"\xff" * 10)]
    good = uuid7(1_790_000_000_000, seed("id")[:10])
    return {
        "about": "UUID version 7 (RFC 9562): 48 bits of milliseconds, then 74 of 80 random bits: "
        "bytes 0 and 1 without their upper four bits, bytes 2 to 9 without their upper two.",
        "made": [
            {"milliseconds": at, "random": random.hex(), "id": uuid7(at, random)}
            for at, random in made
        ],
        "refused": [
            {"why": "capitals", "id": good.upper()},
            {"why": "another version", "id": f"{good[:14]}4{good[15:]}"},
            {"why": "another variant", "id": f"{good[:19]}c{good[20:]}"},
            {"why": "no hyphens", "id": good.replace("-", "")},
            {"why": "braces", "id": f"{{{good}}}"},
            {"why": "a URN", "id": f"urn:uuid:{good}"},
            {"why": "a line feed", "id": f"{good}\n"},
            {"why": "nothing", "id": ""},
        ],
    }


def keys() -> dict[str, Any]:
    """One node's keys with their thumbprints and words, and keys that may not be pinned."""
    pairs, whose = Keys("vectors"), "phnompenh.example/jp-kh-2019/KH"
    public = pairs.public()
    listed = sorted([key.role, key.alg, key.x] for key in public)
    digest = fingerprint(whose, public)
    return {
        "about": "Keys for tests only. Thumbprints: RFC 7638 over the JWK of RFC 8037. The words "
        "spell the first 16 bytes of the fingerprint.",
        "keys": [
            {
                "role": key.role,
                "seed": seed(pairs.word, key.role).hex(),
                "raw": key.raw.hex(),
                "written": encode(key.model_dump(mode="json")).decode(),
                "thumbprint": thumbprint(key.raw, key.alg),
            }
            for key in public
        ],
        "fingerprint": {
            "whose": whose,
            "label": "kakehashi/peer/1\u0000",
            "text": encode([whose, listed]).decode(),
            "digest": digest.hex(),
            "words": " ".join(words(digest)),
        },
        "words": [
            {"bytes": data.hex(), "words": " ".join(words(data))}
            for data in (bytes(16), b"\xff" * 16, bytes(range(16)))
        ],
        "refused": [{"why": why, "alg": alg, "raw": raw.hex()} for why, alg, raw in _weak_keys()],
        "base64url": {
            "read": [
                {"text": b64url(bytes(range(n))), "bytes": bytes(range(n)).hex()} for n in range(5)
            ],
            "refused": [
                {"why": "padding", "text": "AAE="},
                {"why": "unused bits", "text": "AAF"},
                {"why": "the other alphabet", "text": "+/+/"},
                {"why": "a length that no bytes have", "text": "AAAAA"},
                {"why": "a space", "text": "AAEC "},
                {"why": "a line feed", "text": "AAEC\n"},
                {"why": "a letter beyond ASCII", "text": "AAEé"},
            ],
        },
    }


def _weak_keys() -> list[tuple[str, str, bytes]]:
    def le(number: int) -> bytes:
        return number.to_bytes(32, "little")

    signing: dict[str, bytes] = {
        "31 bytes": bytes(31),
        "33 bytes": bytes(33),
        "no point": le(2),
        "order 1": le(1),
        "order 2": le(P - 1),
        "order 4": le(0),
        "order 4, the other sign": le(1 << 255),
        "order 8": le(LOW),
        "order 8, the other sign": le(LOW | 1 << 255),
        "order 8, the other point": le(P - LOW),
        "order 1, written with the sign of nought": le(1 | 1 << 255),
        "y is p": le(P),
        "y is p + 1": le(P + 1),
        "y is p + 3, otherwise a point": le(P + 3),
    }
    receiving: dict[str, bytes] = {
        "31 bytes": bytes(31),
        "nought": le(0),
        "order 4": le(1),
        "u is p - 1": le(P - 1),
        "u is p": le(P),
        "u is p + 1": le(P + 1),
        "the unused bit is set": le(9 | 1 << 255),
    }
    return [(why, str(Algorithm.ED25519), raw) for why, raw in signing.items()] + [
        (why, str(Algorithm.X25519), raw) for why, raw in receiving.items()
    ]


def parts() -> dict[str, Any]:
    """Commitments to parts, and a list with the proof of one row."""
    content = b'{"number":"KHM900001"}'
    rows = b"".join(b'{"number":"KHM90000%d"}\n' % number for number in range(5))
    salt = seed("salt")
    listed = make_part(PartRole.ROWS, Classification.PUBLIC, rows, salt)
    leaves = tuple(row_leaves(salt, split_rows(rows)))
    return {
        "about": "Salts, commitments and hashes in hex. A commitment is SHA-256 of label, salt and "
        "content; a list's is the RFC 6962 root over its rows.",
        "label": "kakehashi/part/1\u0000",
        "parts": [
            {"salt": salt.hex(), "content": data.decode(), "commitment": _commitment(data, salt)}
            for data in (b"", content)
        ],
        "list": {
            "row_label": "kakehashi/row/1\u0000",
            "salt": salt.hex(),
            "content": rows.decode(),
            "rows": [
                {
                    "row": row.decode(),
                    "salt": row_salt(salt, index).hex(),
                    "leaf": leaves[index].hex(),
                }
                for index, row in enumerate(split_rows(rows))
            ],
            "commitment": listed.ref.commitment.hex(),
            "proof": {
                "index": 3,
                "siblings": [one.hex() for one in inclusion_proof(3, 5, known_hashes(leaves))],
            },
        },
        "empty_list": make_part(
            PartRole.ROWS, Classification.PUBLIC, b"", salt
        ).ref.commitment.hex(),
        "bounds": {"rows": MAX_ROWS},
        "refused": [
            {"why": "another salt", "salt": seed("other").hex(), "content": content.decode()},
            {"why": "another content", "salt": salt.hex(), "content": content.decode() + " "},
        ],
    }


def _commitment(data: bytes, salt: bytes) -> str:
    return make_part(PartRole.PUBLIC, Classification.PUBLIC, data, salt).ref.commitment.hex()
