"""The envelope of a notice: permanent, signed, at most 65,535 bytes, without content.

A Security Event Token (RFC 8417) in a compact JWS (RFC 7515), alg `Ed25519` (RFC 9864), kid the
RFC 7638 thumbprint of the author's envelope key. The bytes are logged as they were received.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from kakehashi.core.canonical import NotCanonical, decode, encode
from kakehashi.core.ids import is_uuid7
from kakehashi.core.keys import thumbprint
from kakehashi.core.notices.payload import Classification, Decided
from kakehashi.core.parts import PartRef, PartRole
from kakehashi.core.text import b64url, unb64url

MAX_BYTES = 65_535
MAX_PARTS = 64
EVENT = "urn:kakehashi:notice:"
PROTOCOL_CLAUSE = "protocol"
ALGORITHM = "Ed25519"
_TYPE = "secevent+jwt"

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
    statement: Mapping[str, object] | None = field(default=None)


def seal(envelope: Envelope, *, public_key: bytes, sign: Sign) -> bytes:
    """Sign an envelope into its token (ASCII bytes).

    Raises:
        Malformed: the envelope is too large, or would not read back as itself.
    """
    header = encode({"alg": ALGORITHM, "kid": thumbprint(public_key), "typ": _TYPE})
    try:
        claims = encode(_claims(envelope))
    except NotCanonical as error:
        raise Malformed(f"claims: {error}") from error
    signed = f"{b64url(header)}.{b64url(claims)}".encode()
    token = signed + b"." + b64url(sign(signed)).encode()
    if read(token) != envelope:
        raise Malformed("claims: do not read back as themselves")
    return token


def key_of(token: bytes) -> str:
    """Name the key (its thumbprint) that a token says it is signed with.

    Raises:
        Malformed: the header is not ours.
    """
    return _header(_segments(token)[0])


def is_signed(token: bytes, key: "VerifyingKey") -> bool:
    """Say whether a token carries a valid signature by this very key."""
    try:
        if key_of(token) != key.thumbprint:
            return False
        jws.deserialize_compact(token, key.jwk, algorithms=[ALGORITHM])
    except (JoseError, Malformed, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """An Ed25519 public key made ready for many verifications."""

    raw: bytes
    thumbprint: str
    jwk: OKPKey

    @classmethod
    def of(cls, raw: bytes) -> "VerifyingKey":
        """Prepare 32 raw bytes; pinning has judged them before (core.keys)."""
        jwk = OKPKey.import_key({"kty": "OKP", "crv": ALGORITHM, "x": b64url(raw)})
        return cls(raw, thumbprint(raw), jwk)


def read(token: bytes) -> Envelope:
    """Read an envelope from its token, without judging the signature.

    Raises:
        Malformed: it is too large, not a compact JWS in its one form, or says what no envelope
            says; a token that does not re-encode to itself is one of these.
    """
    header, claims, _ = _segments(token)
    _header(header)
    try:
        stated = decode(unb64url(claims))
        if not isinstance(stated, dict):
            raise Malformed("claims: not an object")
        return _envelope(stated)
    except Malformed:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise Malformed(f"claims: {error}") from error


def _segments(token: bytes) -> tuple[str, str, str]:
    if len(token) > MAX_BYTES:
        raise Malformed(f"size: {len(token)} bytes, at most {MAX_BYTES}")
    try:
        header, claims, signature = token.decode("ascii").split(".")
        if len(unb64url(signature)) != 64:  # noqa: PLR2004 - Ed25519, RFC 8032
            raise Malformed("signature: not 64 bytes")
    except ValueError as error:
        raise Malformed("token: not a compact JWS") from error
    return header, claims, signature


def _header(segment: str) -> str:
    try:
        header = decode(unb64url(segment))
    except ValueError as error:
        raise Malformed(f"header: {error}") from error
    if not isinstance(header, dict) or set(header) != {"alg", "kid", "typ"}:
        raise Malformed("header: not alg, kid and typ")
    if (header["alg"], header["typ"]) != (ALGORITHM, _TYPE) or not isinstance(header["kid"], str):
        raise Malformed("header: another algorithm or type")
    return header["kid"]


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
        event["decided"] = envelope.decided.model_dump(mode="json", exclude_none=True)
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


_EVENT_KEYS = frozenset(
    ("by", "class", "clause", "decided", "effective_on", "entered_later")
    + ("parts", "seen", "seq", "statement", "version")
)


def _envelope(claims: Mapping[str, object]) -> Envelope:
    if set(claims) != {"aud", "events", "iat", "iss", "jti"}:
        raise Malformed("claims: not aud, events, iat, iss and jti")
    ((uri, event),) = _mapping(claims["events"]).items()
    said = _mapping(event)
    if not uri.startswith(EVENT) or not set(said) <= _EVENT_KEYS:
        raise Malformed("events: not one notice with the members of an envelope")
    jti = _text(claims["jti"])
    if not is_uuid7(jti):
        raise Malformed("jti: not a UUIDv7")
    return Envelope(
        jti=jti,
        origin=_text(claims["iss"]),
        audience=_text(claims["aud"]),
        issued_at=_count(claims["iat"]),
        seq=_count(said["seq"]),
        kind=uri.removeprefix(EVENT),
        version=_count(said["version"]),
        clause=_text(said["clause"]),
        classification=Classification(said["class"]),
        seen=_position(said["seen"]),
        parts=_parts(said["parts"]),
        decided=Decided.model_validate(said["decided"]) if "decided" in said else None,
        by=_decider(said["by"]) if "by" in said else None,
        effective_on=_day(said["effective_on"]) if "effective_on" in said else None,
        entered_later=_true(said["entered_later"]) if "entered_later" in said else False,
        statement=_mapping(said["statement"]) if "statement" in said else None,
    )


def _parts(value: object) -> tuple[PartRef, ...]:
    if not isinstance(value, list) or len(value) > MAX_PARTS:
        raise Malformed(f"parts: not a list of at most {MAX_PARTS}")
    return tuple(_part(_mapping(item)) for item in value)


def _part(said: Mapping[str, object]) -> PartRef:
    role = PartRole(said["role"])
    wanted = {"class", "digest", "length", "role"} | ({"rows"} if role == PartRole.ROWS else set())
    digest = unb64url(_text(said["digest"]))
    if set(said) != wanted or len(digest) != 32:  # noqa: PLR2004 - SHA-256
        raise Malformed("parts: not the members of a part")
    rows = _count(said["rows"]) if role == PartRole.ROWS else None
    return PartRef(role, Classification(said["class"]), _count(said["length"]), digest, rows)


def _position(value: object) -> Position:
    said = _mapping(value)
    if set(said) != {"generation", "size"}:
        raise Malformed("seen: not generation and size")
    return Position(_count(said["generation"]), _count(said["size"]))


def _decider(value: object) -> Decider:
    said = _mapping(value)
    if set(said) != {"office", "role"}:
        raise Malformed("by: not office and role")
    return Decider(_text(said["office"]), _text(said["role"]))


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise Malformed("claims: an object is expected")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 500:  # noqa: PLR2004 - ids and codes
        raise Malformed("claims: a text of at most 500 characters is expected")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Malformed("claims: a number that counts is expected")
    return value


def _day(value: object) -> date:
    day = date.fromisoformat(_text(value))
    if day.isoformat() != value:
        raise Malformed("claims: a day as YYYY-MM-DD is expected")
    return day


def _true(value: object) -> bool:
    if value is not True:
        raise Malformed("claims: only true is written")
    return True
