"""Make docs/vectors/package.json, pull.json and bundle.json: packages, requests, files of both.

Sealing draws random bytes. A sealed sample that still opens to its plain bytes is therefore kept.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kakehashi.core.answer import Answer, pack_answer
from kakehashi.core.bundle import bundle
from kakehashi.core.canonical import encode
from kakehashi.core.exchange import Damaged, Forked, Held, Hold, Missing, OutOfStep, Verdict, judge
from kakehashi.core.keys import Algorithm, Role, thumbprint
from kakehashi.core.note import Checkpoint, cosign, with_cosignature
from kakehashi.core.package import Blob, Package, Piece, Unreadable, pack
from kakehashi.core.parts import SALT_BYTES
from kakehashi.core.pull import Pull, sign_pull
from kakehashi.core.sealing import open_package, seal_package
from kakehashi.core.text import b64url, unb64url
from tests.core.authors import AGREEMENT, NOON, Author, Keys, seed
from tests.core.vectors_envelope import journal

RECEIVER = Keys("vectors, receiver")
KID = thumbprint(RECEIVER.raw(Role.RECEIVING), Algorithm.X25519)
Made = Mapping[str, Any]


def opened(sealed: str) -> bytes:
    """Open a sealed sample with the receiver's key; empty where it does not open."""
    try:
        return open_package(
            sealed.encode(),
            public=RECEIVER.raw(Role.RECEIVING),
            private=RECEIVER.receiving.private_bytes_raw(),
        )
    except Unreadable:
        return b""


def package(before: Made) -> dict[str, Any]:
    """Packages with what stands in them, one sealed, and how each is judged."""
    plain = pack(journal().package())
    kept = str(before.get("sealed", {}).get("jwe", ""))
    jwe = kept if opened(kept) == plain else seal_package(plain, to=_receiving(), kid=KID).decode()
    return {
        "about": "Plain bytes in base64 (RFC 4648 section 4), each judged by a receiver that holds "
        "`held`; the sealed one opens to those of the first. The seeds are for tests only.",
        "author": {
            "origin": journal().origin,
            "keys": [key.model_dump(mode="json") for key in journal().pinned()],
        },
        "sealed": {
            "seed": seed(RECEIVER.word, Role.RECEIVING).hex(),
            "public": _receiving().hex(),
            "kid": KID,
            "jwe": jwe,
        },
        "packages": [_judged(name, *case) for name, case in cases().items()],
    }


def cases() -> dict[str, tuple[Package, Held]]:
    """Name packages, each with what its receiver holds."""
    whole = journal()
    here = whole.held()
    full = whole.package()
    size = whole.size
    twin = _twin()
    excuse = whole.excuses[2, 2]
    stray = Blob(1, 0, bytes(SALT_BYTES) + b"{}")
    bent = replace(full.blobs[0], data=full.blobs[0].data[:-1] + b"!")
    root = whole.sign_note(Checkpoint(whole.origin, 3, seed("another root")))
    ahead = replace(here, own=replace(here.own, size=2))
    return {
        "complete": (full, here),
        "in two, the second": (whole.package(3), whole.held(3)),
        "a part excused by a later entry": (whole.package(0, 3), here),
        "the same again": (full, whole.held(size)),
        "an earlier one again": (
            whole.package(0, 3),
            whole.held(size, root_then=whole.tree(3).root()),
        ),
        "begins too late": (whole.package(3), whole.held(2)),
        "without its parts": (replace(full, blobs=()), here),
        "without its excuse": (replace(full, excused=()), here),
        "an excuse that stands for no part is no harm": (
            replace(whole.package(0, 2), excused=(excuse,)),
            here,
        ),
        "a part nothing commits to": (replace(full, blobs=(*full.blobs, stray)), here),
        "a part that does not fit": (replace(full, blobs=(bent, *full.blobs[1:])), here),
        "two entries exchanged": (replace(full, entries=_exchanged(full.entries)), here),
        "an entry dropped": (replace(full, entries=full.entries[:-1]), here),
        "a root that its entries do not make": (whole.package(0, 3, checkpoint=root), here),
        "a checkpoint by another key": (whole.package(signed_by=Keys("a thief's keys")), here),
        "has seen what was never written": (full, ahead),
        "another root of the same size": (twin.package(0, 3), whole.held(3)),
        "another envelope of the same number": (
            twin.package(2),
            whole.held(size, taken=dict(enumerate(whole.entries))),
        ),
        "pieces of a larger part": (_pieces(whole), whole.held(size)),
    }


def bundles(before: Made) -> dict[str, Any]:
    """A bundle of one package and one answer, answers by themselves, and damaged bundles."""
    answer = _answer()
    text = bundle(AGREEMENT, "KH", [str(before["sealed"]["jwe"]).encode(), answer]).decode()
    short = bundle(AGREEMENT, "KH", [Answer(1, 0), _wanting()]).decode()
    head = short.index("\n") + 1
    damaged = {
        "another version": (1, short.replace('"bundle":1', '"bundle":2')),
        "no head": (1, short[head:]),
        "white space": (2, short.replace('{"answer":', '{"answer": ', 1)),
        "an unknown member": (2, short.replace('{"answer"', '{"reply"', 1)),
        "a package that is no text": (2, f'{short[:head]}{{"package":7}}\n'),
        "cut off within a line": (2, short[: head + 10]),
        "the last line does not end": (3, short[:-1]),
        "an empty line": (4, short + "\n"),
    }
    return {
        "about": "A bundle's lines; its package is the sealed one of package.json. A damaged "
        "bundle is refused at the line named.",
        "bundle": text,
        "answers": [pack_answer(one).decode() for one in (answer, Answer(1, 0), _wanting())],
        "refused": [
            {"why": why, "line": line, "bundle": one} for why, (line, one) in damaged.items()
        ],
    }


@cache
def pulls() -> dict[str, tuple[bytes, int]]:
    """Name requests that are refused, each with the second at which they are read."""
    good = _pulled()
    header, claims, signature = good.split(b".")
    said = json.loads(unb64url(claims.decode()))
    own = {"alg": "Ed25519", "kid": _kid(), "typ": "kakehashi-pull+jws"}

    def signed(head: Made, value: Made) -> bytes:
        text = f"{b64url(encode(dict(head)))}.{b64url(encode(dict(value)))}".encode()
        return text + b"." + b64url(_envelope_key().sign(text)).encode()

    return {
        "an hour and a second early": (good, NOON - 3601),
        "an hour and a second late": (good, NOON + 3601),
        "padding": (good + b"==", NOON),
        "another signature": (header + b"." + claims + b"." + signature[::-1], NOON),
        "no signature": (header + b"." + claims + b".", NOON),
        "the type of an envelope": (signed({**own, "typ": "secevent+jwt"}, said), NOON),
        "another algorithm": (signed({**own, "alg": "EdDSA"}, said), NOON),
        "another key": (signed({**own, "kid": KID}, said), NOON),
        "an unknown member": (signed(own, {**said, "wanted": []}), NOON),
        "an agreement that is no text": (signed(own, {**said, "agreement": 7}), NOON),
        "an answer that is none": (signed(own, {**said, "held": {}}), NOON),
        "a truth value for a time": (signed(own, {**said, "iat": True}), 1),
    }


def pull() -> dict[str, Any]:
    """One request with what it says, and those that are refused."""
    good = _pulled()
    return {
        "about": "A request by the receiver of package.json, as its counterpart reads it at `now`. "
        "The seed is for tests only.",
        "key": {
            "seed": seed(RECEIVER.word, Role.ENVELOPE).hex(),
            "public": RECEIVER.raw(Role.ENVELOPE).hex(),
            "kid": _kid(),
        },
        "now": NOON,
        "header": unb64url(good.split(b".")[0].decode()).decode(),
        "claims": unb64url(good.split(b".")[1].decode()).decode(),
        "token": good.decode(),
        "refused": [
            {"why": why, "now": now, "token": token.decode()}
            for why, (token, now) in pulls().items()
        ],
    }


def _envelope_key() -> Ed25519PrivateKey:
    return RECEIVER.signing(Role.ENVELOPE)


def _kid() -> str:
    return thumbprint(RECEIVER.raw(Role.ENVELOPE))


def _pulled() -> bytes:
    asked = Pull(AGREEMENT, journal().origin, _answer(), NOON)
    public = RECEIVER.raw(Role.ENVELOPE)
    return sign_pull(asked, public_key=public, sign=_envelope_key().sign)


def _receiving() -> bytes:
    return RECEIVER.raw(Role.RECEIVING)


def _judged(name: str, package: Package, held: Held) -> dict[str, Any]:
    known: dict[str, Any] = {
        "size": held.tree.size,
        "root": held.tree.root().hex(),
        "frontier": [subtree.hex() for subtree in held.tree.frontier],
        "own": {"generation": held.own.generation, "size": held.own.size},
    }
    if held.root_then is not None:
        known["root_at_checkpoint"] = held.root_then.hex()
    if held.taken:
        known["entries"] = [token.decode() for _, token in sorted(held.taken.items())]
    told: dict[str, Any] = {"name": name, "plain": b64encode(pack(package)).decode(), "held": known}
    return told if package.pieces else {**told, **_verdict(judge(package, held))}


def _verdict(verdict: Verdict) -> dict[str, Any]:
    match verdict:
        case Hold():
            excused = sorted(map(list, verdict.excused))
            return {"verdict": "hold", "size": verdict.tree.size, "excused": excused}
        case Missing():
            return {"verdict": "missing", "parts": [list(slot) for slot in verdict.parts]}
        case OutOfStep():
            return {"verdict": "out of step", "size": verdict.size}
        case Damaged():
            return {"verdict": "damaged", "code": verdict.code, "index": verdict.index}
        case Forked():
            return {"verdict": "fork", "code": verdict.code}


def _twin() -> Author:
    """Write another third entry than the journal's, as its author must never do."""
    twin = journal()
    other = twin.envelope(seq=2, clause="3")
    twin.entries[2:] = [twin.sign(other)]
    twin.parts.clear()
    twin.excuses.clear()
    twin.keys = {role: Keys(twin.word) for role in Role}
    twin.log_keys = twin.log_keys[:1]
    for _ in range(journal().size - 2):
        twin.write()
    return twin


def _exchanged(tokens: tuple[bytes, ...]) -> tuple[bytes, ...]:
    return (tokens[0], tokens[2], tokens[1], *tokens[3:])


def _pieces(author: Author) -> Package:
    part = author.parts[3, 2]
    blob = part.blob
    pieces = tuple(
        Piece(3, 2, part.ref.commitment, at, len(blob), blob[at : at + 64])
        for at in range(0, len(blob), 64)
    )
    return Package(AGREEMENT, author.note(), author.size, pieces=pieces)


def _answer() -> Answer:
    author = journal()
    stated = Checkpoint(author.origin, author.size, author.tree().root())
    name = f"tokyo.example/{AGREEMENT}/JP/mirror"
    key = RECEIVER.signing(Role.MIRROR)
    line = cosign(stated, name=name, public_key=RECEIVER.raw(Role.MIRROR), signer=key.sign, at=NOON)
    return Answer(1, author.size, with_cosignature(author.note(), line))


def _wanting() -> Answer:
    return Answer(1, 0, wanted=((2, 0, 0), (2, 1, 2097152)), problem="damaged: root")
