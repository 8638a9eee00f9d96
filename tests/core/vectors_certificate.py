"""Make docs/vectors/certificate.json: keys, certificates good and bad, status lists."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from kakehashi.core.certificate import (
    PREFIX,
    Claims,
    IssuingKey,
    Keys,
    Lists,
    Status,
    VerifyingKey,
    certify,
    commitment,
    raw_signature,
    read_list,
    root_words,
    seal,
    seal_list,
    to_text,
    verify,
    verifying_key,
    write_published,
)
from kakehashi.core.certificate.base45 import encode as base45
from kakehashi.core.certificate.cose import encode, sign1

ISSUER = "jp-kh-2019/KH"
ZONE = "Asia/Phnom_Penh"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
ISSUED = datetime(2026, 3, 2, 3, tzinfo=UTC)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CLAIMS = Claims(
    issuer=ISSUER,
    number="KH-0000123",
    name="SOK, SREYMOM",
    born_on=date(1999, 4, 5),
    passport="4321",
    organization="KHM000005",
    field="nursing-care",
    issued_on=date(2026, 3, 2),
    valid_until_on=date(2026, 8, 31),
    expires_at=int(datetime(2026, 8, 31, 17, tzinfo=UTC).timestamp()),
    status_list=1,
    status_index=123_456,
)


class Pair:
    """A P-256 key for tests only, drawn from a number."""

    def __init__(self, number: int) -> None:
        self.private = ec.derive_private_key(number, ec.SECP256R1())
        point = self.private.public_key().public_numbers()
        self.public: VerifyingKey = verifying_key(point.x.to_bytes(32), point.y.to_bytes(32))

    def sign(self, data: bytes) -> bytes:
        algorithm = ec.ECDSA(SHA256(), deterministic_signing=True)
        return raw_signature(self.private.sign(data, algorithm))


ROOT, MARCH, APRIL, STRANGER = (Pair(1_000_003 * n + 7) for n in range(1, 5))


def key(pair: Pair, month: int, *, revoked: bool = False, issuer: str = ISSUER) -> IssuingKey:
    """A monthly key of 2026."""
    first, after = date(2026, month, 1), date(2026, month + 1, 1)
    last = date.fromordinal(after.toordinal() - 1)
    return IssuingKey(pair.public, issuer, first, last, ZONE, revoked)


KEYS = Keys.of((key(MARCH, 3), key(APRIL, 4)))


def text_of(claims: Claims, pair: Pair = MARCH) -> str:
    return to_text(seal(claims, key=pair.public, sign=pair.sign))


def list_of(
    marked: dict[int, Status], *, at: datetime = ISSUED, number: int = 1, pair: Pair = MARCH
) -> bytes:
    return seal_list(
        ISSUER,
        number,
        marked,
        issued_at=int(at.timestamp()),
        key=pair.public,
        sign=pair.sign,
    )


def status_lists(*tokens: bytes) -> Lists:
    return Lists.of(read_list(token, keys=KEYS) for token in tokens)


def written(data: bytes) -> str:
    return PREFIX + base45(data)


def payload_of(claims: Claims = CLAIMS, /, **members: object) -> dict[int, Any]:
    """The claims as CBOR has them, with members of the private map by `m1`, `m2` and so on."""
    said: dict[int, Any] = cbor2.loads(
        cbor2.loads(seal(claims, key=MARCH.public, sign=MARCH.sign)).value[2]
    )
    for name, value in members.items():
        said[-65537][int(name[1:])] = value
    return said


def signed(payload: bytes, **headers: Any) -> str:
    return written(sign1(payload, kid=MARCH.public.kid, sign=MARCH.sign, **headers))


def with_headers(protected: dict[int, Any], unprotected: dict[int, Any] | None = None) -> str:
    """Sign the claims under other headers, as another program might."""
    payload, head = encode(payload_of()), encode(protected)
    signature = MARCH.sign(encode(["Signature1", head, b"", payload]))
    return written(encode(cbor2.CBORTag(18, [head, unprotected or {}, payload, signature])))


def high_s(text: str) -> str:
    """The second signature that anybody can make of a first."""
    data = MARCH_DATA
    s = ORDER - int.from_bytes(data[-32:])
    assert written(data) == text
    return written(data[:-32] + s.to_bytes(32))


MARCH_DATA = seal(CLAIMS, key=MARCH.public, sign=MARCH.sign)
GOOD = to_text(MARCH_DATA)
_HEADERS = {1: -7, 4: MARCH.public.kid}
_LONG_FORM = encode(payload_of()).replace(b"\x09\x01\x0a", b"\x09\x18\x01\x0a")
_BACKWARDS = cbor2.dumps(dict(reversed(payload_of().items())))

REFUSED: dict[str, tuple[str, Callable[[], str]]] = {
    "nothing": ("no-certificate", lambda: ""),
    "an address": ("no-certificate", lambda: "https://example.org/KKC1"),
    "another version": ("no-certificate", lambda: GOOD.replace("KKC1", "KKC2")),
    "another sort of token": ("no-certificate", lambda: written(_key_token())),
    "oversized": ("oversized", lambda: GOOD + "0" * 200),
    "cut at a group": ("cut", lambda: GOOD[:-3]),
    "cut inside a group": ("cut", lambda: GOOD[:-2]),
    "small letters": ("cut", lambda: PREFIX + GOOD[5:].lower()),
    "a group above its bytes": ("cut", lambda: GOOD[:-3] + ":::"),
    "bytes at the end": ("second-form", lambda: written(MARCH_DATA + b"\0")),
    "a number in a longer form": ("second-form", lambda: signed(_LONG_FORM)),
    "members backwards": ("second-form", lambda: signed(_BACKWARDS)),
    "the other s": ("second-form", lambda: high_s(GOOD)),
    "without tag": ("no-certificate", lambda: written(MARCH_DATA[1:])),
    "a critical header": (
        "critical-header",
        lambda: with_headers(_HEADERS | {2: [99], 99: 1}),
    ),
    "an unprotected critical header": (
        "critical-header",
        lambda: with_headers(_HEADERS, {2: [99], 99: 1}),
    ),
    "an unknown header": ("header", lambda: with_headers(_HEADERS | {99: 1})),
    "an unprotected header": ("header", lambda: with_headers(_HEADERS, {4: b"another."})),
    "no key named": ("header", lambda: with_headers({1: -7})),
    "the algorithm ES384": ("algorithm", lambda: with_headers(_HEADERS | {1: -35})),
    "no algorithm": ("algorithm", lambda: with_headers({4: MARCH.public.kid})),
    "a member too many": ("claims", lambda: signed(encode(payload_of(m11=1)))),
    "a name in small letters": ("claims", lambda: signed(encode(payload_of(m2="Sok")))),
    "a truth value for a number": ("claims", lambda: signed(encode(payload_of(m9=True)))),
    "an end before its issue": ("claims", lambda: signed(encode(payload_of(m8=1)))),
    "a key nobody published": ("unknown-key", lambda: text_of(CLAIMS, STRANGER)),
    "signed by another, naming the issuer's key": (
        "signature",
        lambda: written(sign1(encode(payload_of()), kid=MARCH.public.kid, sign=STRANGER.sign)),
    ),
    "altered": (
        "signature",
        lambda: written(MARCH_DATA.replace(b"SREYMOM", b"SREYMAM")),
    ),
    "a key's month is over": (
        "key-period",
        lambda: text_of(CLAIMS._replace(issued_on=date(2026, 2, 28))),
    ),
    "another issuer by the same key": (
        "issuer",
        lambda: text_of(CLAIMS._replace(issuer="jp-kh-2019/JP")),
    ),
}
"""What is wrong, the reason it is refused for, and how it is made."""


def _key_token() -> bytes:
    return certify(key(MARCH, 3), root=ROOT.public, sign=ROOT.sign)


def certificate() -> dict[str, Any]:
    """All of certificate.json."""
    certified = [
        certify(one, root=ROOT.public, sign=ROOT.sign) for one in (key(MARCH, 3), key(APRIL, 4))
    ]
    return {
        "about": "Keys for tests only. Texts are what a code holds; `now` is the verifier's clock.",
        "now": NOW.isoformat(),
        "root": {
            "x": ROOT.public.x.hex(),
            "y": ROOT.public.y.hex(),
            "thumbprint": ROOT.public.thumbprint.hex(),
            "words": " ".join(root_words(ROOT.public)),
        },
        "published": write_published(
            "jp-kh-2019", "KH", root=ROOT.public, certified=certified
        ).decode(),
        "certified": [one.hex() for one in certified],
        "base45": [
            {"bytes": data.hex(), "text": base45(data)}
            for data in (b"", b"\0", b"AB", b"Hello!!", b"base-45", b"\xff\xff\xff")
        ],
        "certificate": {
            "claims": {name: str(value) for name, value in CLAIMS._asdict().items()},
            "bytes": MARCH_DATA.hex(),
            "text": GOOD,
            "commitment": commitment(MARCH_DATA),
        },
        "lists": _lists(),
        "refused": [
            {"why": why, "reason": reason, "text": make()}
            for why, (reason, make) in REFUSED.items()
        ],
    }


def _lists() -> list[dict[str, Any]]:
    """Status lists, and what each makes of the certificate."""
    tokens = {
        "all valid": list_of({7: Status.REVOKED, 8: Status.SUSPENDED}),
        "revoked": list_of({CLAIMS.status_index: Status.REVOKED}),
        "suspended": list_of({CLAIMS.status_index: Status.SUSPENDED}),
        "a day old": list_of({}, at=datetime(2026, 3, 1, 8, tzinfo=UTC)),
        "another list": list_of({}, number=2),
    }
    found = []
    for why, token in tokens.items():
        verdict = verify(GOOD, keys=KEYS, now=NOW, lists=status_lists(token))
        found.append(
            {
                "why": why,
                "token": token.hex(),
                "outcome": verdict.outcome.value,
                "reasons": [reason.value for reason in verdict.reasons],
            }
        )
    return found
