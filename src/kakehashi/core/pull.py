"""What a node asks when it fetches: its cosignature of a journal, and how much of it it holds.

A compact JWS by the caller's envelope key, of a type of its own, so that it can never be taken for
an envelope. Replaying one brings only what was sealed to the same party.
"""

from dataclasses import dataclass

from joserfc import jws
from joserfc.errors import JoseError

from kakehashi.core.answer import Answer, pack_answer, unpack_answer
from kakehashi.core.canonical import NotCanonical, decode, encode
from kakehashi.core.envelope import ALGORITHM, Sign, VerifyingKey
from kakehashi.core.keys import thumbprint
from kakehashi.core.package import Unreadable
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
    header = encode({"alg": ALGORITHM, "kid": thumbprint(public_key), "typ": _TYPE})
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

    Raises:
        Unreadable: it is no request, not signed by that key, or more than an hour off.

    """
    if len(token) > MAX_BYTES:
        raise Unreadable("a request is at most 64 KiB")
    try:
        header, claims, _ = token.decode("ascii").split(".")
        if decode(unb64url(header)) != {"alg": ALGORITHM, "kid": key.thumbprint, "typ": _TYPE}:
            raise Unreadable("not a request of that party")
        jws.deserialize_compact(token, key.jwk, algorithms=[ALGORITHM])
        said = decode(unb64url(claims))
        if not isinstance(said, dict) or set(said) != {"agreement", "held", "iat", "journal"}:
            raise Unreadable("not the members of a request")
        issued_at = said["iat"]
        held = unpack_answer(encode(said["held"]))
    except (JoseError, NotCanonical, ValueError) as error:
        raise Unreadable(str(error)) from error
    if not isinstance(issued_at, int) or abs(now - issued_at) > LEEWAY:
        raise Unreadable("the clocks are more than an hour apart")
    return Pull(str(said["agreement"]), str(said["journal"]), held, issued_at)
