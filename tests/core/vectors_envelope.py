"""Make docs/vectors/envelope.json: a journal's tokens, and tokens refused, each with its reason."""

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from kakehashi.core.canonical import encode
from kakehashi.core.envelope import EVENT, MAX_ISSUED_AT, Malformed, Position, read
from kakehashi.core.journal import leaf_hash
from kakehashi.core.keys import Role
from kakehashi.core.notices.payload import Classification
from kakehashi.core.parts import MAX_PARTS, Part, PartRef, PartRole, make_part
from kakehashi.core.text import b64url, unb64url
from tests.core.authors import NOON, Author, Keys, kid, part, seed

PUBLIC, RESTRICTED = Classification.PUBLIC, Classification.RESTRICTED
Change = Callable[[dict[str, Any]], object]
KEYS = Keys("vectors")
NAMES = [
    {"lang": "km", "script": "Khmr", "text": "ក្រុមហ៊ុន មេគង្គ", "use": "official"},
    {"lang": "en", "script": "Latn", "text": "Mekong Co., Ltd.", "use": "transliterated"},
]
COUNTERPART = "tokyo.example/jp-kh-2019/JP/1"


def links() -> Part:
    act = b64url(seed("an officer's entry"))
    content = encode({"act": act, "answers": [], "refers": []})
    return make_part(PartRole.LINKS, RESTRICTED, content, seed("links"))


def journal() -> Author:
    """Write eight entries of Cambodia's journal: every protocol kind, a revocation and a list."""
    author = Author("KH", "JP", "phnompenh.example", word=KEYS.word)
    author.say(
        "journal.opened",
        {
            "agreement": "jp-kh-2019",
            "generation": 1,
            "keys": [key.model_dump(mode="json") for key in author.pinned()],
            "party": "KH",
            "profile": seed("profile").hex(),
            "protocol": 1,
        },
    )
    kinds = {"misconduct.informed": [1], "sending-organization.revoked": [1]}
    author.announce({"kinds": kinds, "protocols": [1]})
    revoked = {"grounds": ["improper-fees"], "names": NAMES, "number": "KHM900001"}
    explanation = {"explanation": {"lang": "en", "text": "It took deposits."}}
    author.write(
        "sending-organization.revoked",
        [
            links(),
            part(PartRole.PUBLIC, encode(revoked)),
            part(PartRole.CONFIDENTIAL, encode(explanation)),
        ],
        clause="5(4)",
        classification=PUBLIC,
        effective_on=date(2026, 10, 1),
        seen=Position(1, 3),
    )
    rows = [
        {
            "number": f"KHM90000{n}",
            "since_on": "2025-04-01",
            "status": "approved",
            "organization": {"names": NAMES},
        }
        for n in (1, 2)
    ]
    shared = {
        "as_of_on": "2026-09-01",
        "count": len(rows),
        "digest": seed("the file").hex(),
        "source": {"lang": "en", "text": "Register of approved sending organizations"},
    }
    author.write(
        "sending-organization.list-shared",
        [
            links(),
            part(PartRole.PUBLIC, encode(shared)),
            part(PartRole.ROWS, b"".join(encode(row) + b"\n" for row in rows)),
        ],
        clause="5(1)",
        classification=PUBLIC,
        entered_later=True,
        seen=Position(1, 3),
    )
    author.excuse(2, 2, "erased")
    received = {
        "attachments": [],
        "held": [{"held_at": NOON, "size": 3}],
        "journal": COUNTERPART,
        "local": {"root": b64url(seed("local root")), "size": 12},
        "root": b64url(seed("their root")),
    }
    author.announce(received, "entries.received", seen=Position(1, 3))
    aside = {"index": 2, "journal": COUNTERPART, "reason": "unannounced"}
    author.announce(aside, "notice.set-aside", seen=Position(1, 3))
    author.change_keys("vectors, later", Role.LOG, seen=Position(1, 3))
    return author


def token_of(claims: bytes, header: bytes | None = None, keys: Keys = KEYS) -> bytes:
    """Sign any bytes as if they were claims."""
    own = encode({"alg": "Ed25519", "kid": kid(keys), "typ": "secevent+jwt"})
    signed = f"{b64url(header or own)}.{b64url(claims)}".encode()
    return signed + b"." + b64url(keys.signing(Role.ENVELOPE).sign(signed)).encode()


def claims_of(token: bytes) -> dict[str, Any]:
    claims: dict[str, Any] = json.loads(unb64url(token.split(b".")[1].decode()))
    return claims


def event(claims: dict[str, Any]) -> dict[str, Any]:
    (said,) = claims["events"].values()
    assert isinstance(said, dict)
    return said


def changed(change: Change) -> bytes:
    """Sign the claims of a good envelope after a change to them or to their event."""
    one = PartRef(PartRole.PUBLIC, PUBLIC, 2, bytes(32))
    rows = PartRef(PartRole.ROWS, PUBLIC, 2, bytes(32), 1)
    author = Author("KH", "JP", "phnompenh.example", word=KEYS.word)
    full = author.envelope(
        parts=(one, rows), effective_on=date(2026, 9, 30), entered_later=True, statement={}
    )
    claims = claims_of(author.sign(full))
    change(claims)
    return token_of(encode(claims))


SECOND_FORMS: dict[str, Change] = {
    "decided with an empty member": lambda c: event(c).update(
        decided={"not_later_than": None, "on": "2026-09-21"}
    ),
    "decided on a day and not later than one": lambda c: event(c).update(
        decided={"not_later_than": "2026-09-21", "on": "2026-09-21"}
    ),
    "decided never": lambda c: event(c).update(decided={}),
    "a day as a basic date": lambda c: event(c).update(effective_on="20260930"),
    "a day as a week": lambda c: event(c).update(effective_on="2026-W40-3"),
    "a day with a time": lambda c: event(c).update(effective_on="2026-09-30T00:00:00"),
    "a day beyond all calendars": lambda c: event(c).update(effective_on="9999-12-31"),
    "a day before all agreements": lambda c: event(c).update(effective_on="0001-01-01"),
    "a truth value for a number": lambda c: event(c).update(seq=True),
    "a number below 0": lambda c: event(c).update(seq=-1),
    "a text for a number": lambda c: event(c).update(seq="1"),
    "entered later: false": lambda c: event(c).update(entered_later=False),
    "entered later: 1": lambda c: event(c).update(entered_later=1),
    "an empty value": lambda c: event(c).update(by=None),
    "an unknown member of the event": lambda c: event(c).update(title="x"),
    "an unknown claim": lambda c: c.update(exp=1),
    "a missing claim": lambda c: c.pop("jti"),
    "a missing member of the event": lambda c: event(c).pop("seen"),
    "two events": lambda c: c["events"].update({EVENT + "duty.declined": {}}),
    "no event": lambda c: c.update(events={}),
    "an event of another name": lambda c: c.update(events={"urn:other:x.y": event(c)}),
    "an event that is no object": lambda c: c.update(events={EVENT + "x.y": []}),
    "a kind of one word": lambda c: c.update(events={EVENT + "x": event(c)}),
    "a kind with a space": lambda c: c.update(events={EVENT + "x.y ": event(c)}),
    "a kind of a kilobyte": lambda c: c.update(events={EVENT + "x." + "y" * 1000: event(c)}),
    "an id in capitals": lambda c: c.update(jti=c["jti"].upper()),
    "an id of another version": lambda c: c.update(jti=c["jti"][:14] + "4" + c["jti"][15:]),
    "a time that runs over": lambda c: c.update(iat=MAX_ISSUED_AT + 1),
    "an empty audience": lambda c: c.update(aud=""),
    "a list of audiences": lambda c: c.update(aud=["KH"]),
    "an endless clause": lambda c: event(c).update(clause="9" * 501),
    "an unknown class": lambda c: event(c).update({"class": "secret"}),
    "a class in capitals": lambda c: event(c).update({"class": "PUBLIC"}),
    "a class that is a list": lambda c: event(c).update({"class": []}),
    "a statement that is a text": lambda c: event(c).update(statement="x"),
    "seen of no generation": lambda c: event(c).update(seen={"generation": 0, "size": 1}),
    "seen with another member": lambda c: event(c)["seen"].update(root="x"),
    "parts that are an object": lambda c: event(c).update(parts={}),
    "65 parts": lambda c: event(c).update(parts=event(c)["parts"][:1] * (MAX_PARTS + 1)),
    "a part twice": lambda c: event(c).update(parts=event(c)["parts"][:1] * 2),
    "parts out of order": lambda c: event(c)["parts"].reverse(),
    "a part of an unknown role": lambda c: event(c)["parts"][0].update(role="notes"),
    "a part whose role is a list": lambda c: event(c)["parts"][0].update(role=[]),
    "a part with rows that is no list": lambda c: event(c)["parts"][0].update(rows=1),
    "a list without its number of rows": lambda c: event(c)["parts"][1].pop("rows"),
    "a digest of 31 bytes": lambda c: event(c)["parts"][0].update(digest=b64url(bytes(31))),
    "a digest with padding": lambda c: event(c)["parts"][0].update(digest=b64url(bytes(32)) + "="),
    "a digest with spare bits": lambda c: event(c)["parts"][0].update(digest="A" * 42 + "B"),
}


@cache
def headers() -> dict[str, dict[str, object]]:
    """Headers that are not ours, each over good claims and signed by the right key."""
    good: dict[str, object] = {"alg": "Ed25519", "kid": kid(KEYS), "typ": "secevent+jwt"}
    return {
        "the deprecated name of the algorithm": {**good, "alg": "EdDSA"},
        "no algorithm": {**good, "alg": "none"},
        "an algorithm with a shared key": {**good, "alg": "HS256"},
        "a list of algorithms": {**good, "alg": ["Ed25519"]},
        "another type": {**good, "typ": "JWT"},
        "no type": {name: value for name, value in good.items() if name != "typ"},
        "a key that is a number": {**good, "kid": 1},
        "an unencoded payload": {**good, "b64": False, "crit": ["b64"]},
        "a key of its own": {**good, "jwk": {"kty": "OKP"}},
    }


@cache
def second_tokens() -> dict[str, bytes]:
    """One good token, written otherwise; a lenient reader would take each for signed."""
    token = changed(lambda _: None)
    header, claims, signature = token.split(b".")
    spare = bytes([_ALPHABET[_ALPHABET.index(signature[-1:]) | 1]])
    return {
        "a signature with padding": token + b"==",
        "claims with padding": b".".join((header, claims + b"=", signature)),
        "a header with padding": b".".join((header + b"=", claims, signature)),
        "a signature with unused bits": token[:-1] + spare,
        "a line feed at the end": token + b"\n",
        "a space before": b" " + token,
        "a fourth segment": token + b".",
        "two segments": header + b"." + claims,
        "no signature": header + b"." + claims + b".",
        "a signature of 63 bytes": header + b"." + claims + b"." + signature[:-2],
    }


_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@cache
def refused() -> dict[str, bytes]:
    """All tokens that are malformed though the right key signed them."""
    good = encode(claims_of(changed(lambda _: None)))
    return {
        **{why: changed(change) for why, change in SECOND_FORMS.items()},
        "claims with white space": token_of(good.replace(b":", b": ", 1)),
        "claims that are a list": token_of(b"[]"),
        "claims that are no JSON": token_of(b"x"),
        **{why: token_of(good, encode(header)) for why, header in headers().items()},
        **second_tokens(),
    }


@cache
def forged() -> dict[str, bytes]:
    """Tokens that read, and that the key of their index did not sign."""
    token = changed(lambda _: None)
    claims = unb64url(token.split(b".")[1].decode())
    other = Keys("a thief's keys")
    own = encode({"alg": "Ed25519", "kid": kid(KEYS), "typ": "secevent+jwt"})
    flipped = bytearray(unb64url(token.split(b".")[2].decode()))
    flipped[0] ^= 1
    return {
        "by another key, which it names": token_of(claims, keys=other),
        "by another key, under this one's name": token_of(claims, own, keys=other),
        "one bit of the signature flipped": token.rpartition(b".")[0]
        + b"."
        + b64url(bytes(flipped)).encode(),
    }


def envelope() -> dict[str, Any]:
    """Tokens with what they say; then those refused, and those that are not signed."""
    return {
        "about": "Compact JWS by Ed25519; the seed is for tests only. `leaf` is the RFC 6962 leaf "
        "hash of the token. Refused tokens are malformed in the place named, whoever signed them. "
        "Forged ones read, and are not signed by the key.",
        "key": {
            "seed": seed(KEYS.word, Role.ENVELOPE).hex(),
            "public": KEYS.raw(Role.ENVELOPE).hex(),
            "kid": kid(KEYS),
        },
        "tokens": [
            {
                "kind": read(token).kind,
                "header": unb64url(token.split(b".")[0].decode()).decode(),
                "claims": unb64url(token.split(b".")[1].decode()).decode(),
                "token": token.decode(),
                "leaf": leaf_hash(token).hex(),
            }
            for token in journal().entries
        ],
        "refused": [
            {"why": why, "place": _place(token), "token": token.decode("ascii")}
            for why, token in refused().items()
        ],
        "forged": [{"why": why, "token": token.decode()} for why, token in forged().items()],
    }


def _place(token: bytes) -> str:
    try:
        read(token)
    except Malformed as error:
        return str(error).partition(":")[0]
    raise AssertionError(token)
