"""What a node asks when it fetches: its cosignature of a journal, and how much of it it holds.

A compact JWS by the caller's envelope key, of a type of its own, so that it can never be taken for
an envelope. Replaying one brings only what was sealed to the same party.
"""

from dataclasses import dataclass

from joserfc import jws
from joserfc.errors import JoseError

from kakehashi.core.answer import Answer, pack_answer, unpack_answer
from kakehashi.core.canonical import decode, encode
from kakehashi.core.envelope import ALGORITHM, Sign, VerifyingKey
from kakehashi.core.keys import thumbprint
from kakehashi.core.package import Unreadable
from kakehashi.core.strict import count, members, text
from kakehashi.core.text import b64url, unb64url

MAX_BYTES = 64 * 1024
LEEWAY = 3600
"""Seconds: clocks may be an hour apart (the request is harmless when repeated)."""
_TYPE = "kakehashi-pull+jws"


@dataclass(frozen=True, slots=True)
class Pull:
    """Which journal (its origin) is asked for, what is held of it, and when that was said."""

    agreement: str
    origin: str
    held: Answer
    issued_at: int


def sign_pull(pull: Pull, *, public_key: bytes, sign: Sign) -> bytes:
    """Write and sign a request (ASCII bytes)."""
    header = encode(_header(thumbprint(public_key)))
    claims = encode(
        {
            "agreement": pull.agreement,
            "held": decode(pack_answer(pull.held)),
            "iat": pull.issued_at,
            "journal": pull.origin,
        }
    )
    signed = f"{b64url(header)}.{b64url(claims)}".encode()
    return signed + b"." + b64url(sign(signed)).encode()


def read_pull(token: bytes, *, key: VerifyingKey, now: int) -> Pull:
    """Read a request of the party that has `key`.

    Unreadable where it is no request in its one form, not signed by that key, or more than an hour
    off.
    """
    if len(token) > MAX_BYTES:
        raise Unreadable(f"{len(token)} bytes, at most {MAX_BYTES}")
    try:
        header, claims, signature = token.decode("ascii").split(".")
        is_theirs = decode(unb64url(header)) == _header(key.thumbprint)
        unb64url(signature)
        jws.deserialize_compact(token, key.jwk, algorithms=[ALGORITHM])
        pull = _pull(decode(unb64url(claims)))
    except (JoseError, ValueError) as error:
        raise Unreadable(str(error)) from error
    if not is_theirs:
        raise Unreadable("not a request of that party")
    if abs(now - pull.issued_at) > LEEWAY:
        raise Unreadable("the clocks are more than an hour apart")
    return pull


def _header(kid: str) -> dict[str, str]:
    return {"alg": ALGORITHM, "kid": kid, "typ": _TYPE}


def _pull(value: object) -> Pull:
    said = members(value, {"agreement", "held", "iat", "journal"})
    held = unpack_answer(encode(said["held"]))
    return Pull(text(said["agreement"]), text(said["journal"]), held, count(said["iat"]))
