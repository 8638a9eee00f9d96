"""Bytes as text: base64url without padding (RFC 4648 section 5), in its one strict form."""

from base64 import urlsafe_b64decode, urlsafe_b64encode


def b64url(data: bytes) -> str:
    """Write bytes as base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64url(text: str) -> bytes:
    """Read base64url without padding; ValueError for any text `b64url` would not have written."""
    try:
        data = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError as error:
        raise ValueError("not base64url") from error
    if b64url(data) != text:
        raise ValueError("not base64url in its one form")
    return data
