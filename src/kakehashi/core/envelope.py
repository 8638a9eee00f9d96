"""The envelope of a notice: permanent, signed, at most 65,535 bytes, without content.

A Security Event Token (RFC 8417) in a compact JWS (RFC 7515), alg `Ed25519` (RFC 9864), kid the
RFC 7638 thumbprint of the author's envelope key. The bytes are logged as they were received.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from joserfc.jwk import OKPKey

from kakehashi.core.canonical import NotCanonical, decode, encode, parse, write
from kakehashi.core.ids import is_uuid7
from kakehashi.core.journal import HASH_BYTES
from kakehashi.core.keys import thumbprint
from kakehashi.core.note import SIGNATURE_BYTES
from kakehashi.core.notices.payload import Classification, Decided
from kakehashi.core.parts import MAX_PARTS, PartRef, PartRole
from kakehashi.core.strict import count, items, mapping, members, text
from kakehashi.core.text import b64url, unb64url

MAX_BYTES = 65_535
MAX_ISSUED_AT = 32_503_679_999
"""2999-12-31T23:59:59Z; days in envelopes end there too, so that no reckoning runs over."""
EVENT = "urn:kakehashi:notice:"
PROTOCOL_CLAUSE = "protocol"
ALGORITHM = "Ed25519"
MAX_KIND = 100
SIGNATURE_CHARACTERS = 86
"""64 bytes in base64url."""
_TYPE = "secevent+jwt"
_KIND = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*")
_DAY = re.compile(r"(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}")
_CLASSES = {str(one): one for one in Classification}
_ROLES = {str(role): role for role in PartRole}

Sign = Callable[[bytes], bytes]


class Malformed(ValueError):
    """A token that is no envelope of ours; the message is a reason code with its place."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """How much of a journal somebody had: its generation, then its size in entries."""

    generation: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Decider:
    """The office (an id of the profile) and the role in it that decided; never a person."""

    office: str
    role: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """What an envelope says. `issued_at` is in seconds since the epoch; `seq` the entry's index.

    `origin` names the author's journal and its generation, `audience` the counterpart's party
    code, `seen` what its author had of the counterpart's journal, `statement` the permanent
    content of the kinds that judging reads for ever.
    """

    jti: str
    origin: str
    audience: str
    issued_at: int
    seq: int
    kind: str
    version: int
    clause: str
    classification: Classification
    seen: Position
    parts: tuple[PartRef, ...] = ()
    decided: Decided | None = None
    by: Decider | None = None
    effective_on: date | None = None
    entered_later: bool = False
    statement: Mapping[str, object] | None = None


def seal(envelope: Envelope, *, public_key: bytes, sign: Sign) -> bytes:
    """Sign an envelope into its token (ASCII bytes).

    Malformed, before anything is signed, where it is too large or would not read back as itself.
    """
    header = _header_of(public_key)
    try:
        claims = encode(_claims(envelope))
    except NotCanonical as error:
        raise Malformed(f"claims: {error}") from error
    if _parse_claims(claims) != envelope:
        raise Malformed("claims: do not read back as themselves")
    signed = f"{header}.{b64url(claims)}".encode()
    if (size := len(signed) + 1 + SIGNATURE_CHARACTERS) > MAX_BYTES:
        raise Malformed(f"size: {size} bytes, at most {MAX_BYTES}")
    return signed + b"." + b64url(sign(signed)).encode()


@lru_cache(maxsize=256)
def _header_of(public_key: bytes) -> str:
    """Write the header of all tokens by a key, in base64url."""
    return b64url(encode({"alg": ALGORITHM, "kid": thumbprint(public_key), "typ": _TYPE}))


def key_of(token: bytes) -> str:
    """Name the key (its thumbprint) that a token says it is signed with; Malformed as in `read`."""
    return _header(_segments(token)[0])


def is_signed(token: bytes, key: "VerifyingKey") -> bool:
    """Say whether a token carries a valid signature by this very key."""
    try:
        header, _, signature = _segments(token)
        if _header(header) != key.thumbprint:
            return False
        key.public.verify(signature, token.rpartition(b".")[0])
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """An Ed25519 public key made ready for many verifications."""

    raw: bytes
    thumbprint: str
    jwk: OKPKey
    public: Ed25519PublicKey

    @classmethod
    def of(cls, raw: bytes) -> "VerifyingKey":
        """Prepare 32 raw bytes; pinning has judged them before (core.keys)."""
        jwk = OKPKey.import_key({"kty": "OKP", "crv": ALGORITHM, "x": b64url(raw)})
        return cls(raw, thumbprint(raw), jwk, Ed25519PublicKey.from_public_bytes(raw))


@lru_cache(maxsize=512)
def read(token: bytes) -> Envelope:
    """Read an envelope from its token, without judging the signature.

    The last few are remembered: a package's are asked for several times while it is judged.

    Malformed where it is too large, no compact JWS in its one form, or says what no envelope says;
    a token that what it says would not be written back to, byte for byte, is one of these.
    """
    header, claims, _ = _segments(token)
    _header(header)
    try:
        return _read_claims(unb64url(claims))
    except Malformed:
        raise
    except ValueError as error:
        raise Malformed(f"claims: {error}") from error


@lru_cache(maxsize=512)
def read_again(token: bytes) -> Envelope:
    """Read an envelope that was judged to count: its form and its bytes have been judged with it.

    The last few are remembered: what was followed is screened next.

    Malformed where it is no envelope after all.
    """
    _, claims, _ = token.decode("ascii").split(".")
    return _parse_claims(unb64url(claims))


def _segments(token: bytes) -> tuple[str, str, bytes]:
    """Give header and claims in base64url, and the signature."""
    if len(token) > MAX_BYTES:
        raise Malformed(f"size: {len(token)} bytes, at most {MAX_BYTES}")
    try:
        header, claims, signed = token.decode("ascii").split(".")
        signature = unb64url(signed)
    except ValueError as error:
        raise Malformed("token: not a compact JWS") from error
    if len(signature) != SIGNATURE_BYTES:
        raise Malformed("signature: not 64 bytes")
    return header, claims, signature


@lru_cache(maxsize=256)
def _header(segment: str) -> str:
    """Read the key's thumbprint from a header, the same in every token of one key."""
    try:
        header = members(decode(unb64url(segment)), {"alg", "kid", "typ"})
        kid = text(header["kid"])
    except ValueError as error:
        raise Malformed(f"header: {error}") from error
    if (header["alg"], header["typ"]) != (ALGORITHM, _TYPE):
        raise Malformed("header: another algorithm or type")
    return kid


def _read_claims(data: bytes) -> Envelope:
    envelope = _parse_claims(data)
    # All but the statement is inside the subset once it is an envelope.
    written = write if envelope.statement is None else encode
    if written(_claims(envelope)) != data:
        raise Malformed("claims: written in a second way")
    return envelope


def _parse_claims(data: bytes) -> Envelope:
    """Read claims whose form is not judged yet."""
    try:
        return _envelope(parse(data))
    except ValueError as error:
        raise Malformed(f"claims: {error}") from error


def _claims(envelope: Envelope) -> dict[str, object]:
    event: dict[str, object] = {
        "class": envelope.classification,
        "clause": envelope.clause,
        "parts": [_part_claims(ref) for ref in envelope.parts],
        "seen": {"generation": envelope.seen.generation, "size": envelope.seen.size},
        "seq": envelope.seq,
        "version": envelope.version,
    }
    if envelope.decided:
        event["decided"] = _decided_claims(envelope.decided)
    if envelope.by:
        event["by"] = {"office": envelope.by.office, "role": envelope.by.role}
    if envelope.effective_on:
        event["effective_on"] = envelope.effective_on.isoformat()
    if envelope.entered_later:
        event["entered_later"] = True
    if envelope.statement is not None:
        event["statement"] = envelope.statement
    return {
        "aud": envelope.audience,
        "events": {EVENT + envelope.kind: event},
        "iat": envelope.issued_at,
        "iss": envelope.origin,
        "jti": envelope.jti,
    }


def _decided_claims(decided: Decided) -> dict[str, object]:
    days = (("on", decided.on), ("not_later_than", decided.not_later_than))
    return {name: day.isoformat() for name, day in days if day is not None}


def _part_claims(ref: PartRef) -> dict[str, object]:
    claims: dict[str, object] = {
        "class": ref.classification,
        "digest": b64url(ref.commitment),
        "length": ref.length,
        "role": ref.role,
    }
    if ref.rows is not None:
        claims["rows"] = ref.rows
    return claims


_CLAIMS = frozenset(("aud", "events", "iat", "iss", "jti"))
_ALWAYS = frozenset(("class", "clause", "parts", "seen", "seq", "version"))
_SOMETIMES = frozenset(("by", "decided", "effective_on", "entered_later", "statement"))
_PART_MEMBERS = frozenset(("class", "digest", "length", "role"))
_LIST_MEMBERS = _PART_MEMBERS | {"rows"}
_PLACE = {role: place for place, role in enumerate(PartRole)}


def _envelope(stated: object) -> Envelope:
    claims = members(stated, _CLAIMS)
    events = mapping(claims["events"])
    if len(events) != 1:
        raise ValueError("one notice is expected")
    ((uri, event),) = events.items()
    kind = uri.removeprefix(EVENT)
    if uri != EVENT + kind or len(kind) > MAX_KIND or not _KIND.fullmatch(kind):
        raise ValueError("events: not a kind of notice")
    said = members(event, _ALWAYS, _SOMETIMES)
    return Envelope(
        jti=_jti(claims["jti"]),
        origin=text(claims["iss"]),
        audience=text(claims["aud"]),
        issued_at=_issued_at(claims["iat"]),
        seq=count(said["seq"]),
        kind=kind,
        version=count(said["version"]),
        clause=text(said["clause"]),
        classification=_class(said["class"]),
        seen=_position(said["seen"]),
        parts=_parts(said["parts"]),
        decided=_decided(said["decided"]) if "decided" in said else None,
        by=_decider(said["by"]) if "by" in said else None,
        effective_on=_day(said["effective_on"]) if "effective_on" in said else None,
        entered_later=said.get("entered_later") is True,
        statement=mapping(said["statement"]) if "statement" in said else None,
    )


def _jti(value: object) -> str:
    jti = text(value)
    if not is_uuid7(jti):
        raise ValueError("jti: not a UUIDv7")
    return jti


def _issued_at(value: object) -> int:
    if (second := count(value)) > MAX_ISSUED_AT:
        raise ValueError("iat: after the year 2999")
    return second


def _class(value: object) -> Classification:
    if (found := _CLASSES.get(text(value))) is None:
        raise ValueError("class: not one of three")
    return found


def _parts(value: object) -> tuple[PartRef, ...]:
    refs = tuple(map(_part, items(value, MAX_PARTS)))
    places = [_PLACE[ref.role] for ref in refs]
    content = [ref.role for ref in refs if ref.delays_holding]
    if places != sorted(places) or len(set(content)) != len(content):
        raise ValueError("parts: out of order, or a role twice")
    return refs


def _part(value: object) -> PartRef:
    is_list = mapping(value).get("role") == PartRole.ROWS
    said = members(value, _LIST_MEMBERS if is_list else _PART_MEMBERS)
    digest = unb64url(text(said["digest"]))
    if len(digest) != HASH_BYTES:
        raise ValueError("digest: not 32 bytes")
    rows = count(said["rows"]) if is_list else None
    if (role := _ROLES.get(text(said["role"]))) is None:
        raise ValueError("role: not one of seven")
    return PartRef(role, _class(said["class"]), count(said["length"]), digest, rows)


def _position(value: object) -> Position:
    said = members(value, {"generation", "size"})
    position = Position(count(said["generation"]), count(said["size"]))
    if position.size and not position.generation:
        raise ValueError("seen: generations count from 1")
    return position


def _decider(value: object) -> Decider:
    said = members(value, {"office", "role"})
    return Decider(text(said["office"]), text(said["role"]))


def _decided(value: object) -> Decided:
    said = members(value, set(), {"on", "not_later_than"})
    if len(said) != 1:
        raise ValueError("decided: either on a day or not later than one")
    ((name, day),) = said.items()
    return _decided_as(name, text(day))


@lru_cache(maxsize=1024)
def _decided_as(name: str, day: str) -> Decided:
    return Decided(**{name: _day(day)})


def _day(value: object) -> date:
    if not _DAY.fullmatch(text(value)):
        raise ValueError("a day as YYYY-MM-DD is expected, from 1900 to 2999")
    return date.fromisoformat(str(value))
