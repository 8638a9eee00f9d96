"""Bytes as text: base64url without padding (RFC 4648 section 5), in its one strict form."""

from binascii import a2b_base64, b2a_base64

_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_", b"+/")


def b64url(data: bytes) -> str:
    """Write bytes as base64url without padding."""
    return _written(data).decode()


def unb64url(text: str) -> bytes:
    """Read base64url without padding; ValueError for any text `b64url` would not have written."""
    try:
        written = text.encode("ascii")
        data = a2b_base64(written.translate(_FROM_URL) + b"=" * (-len(written) % 4))
    except ValueError as error:
        raise ValueError("not base64url") from error
    if _written(data) != written:
        raise ValueError("not base64url in its one form")
    return data


def _written(data: bytes) -> bytes:
    return b2a_base64(data, newline=False).rstrip(b"=").translate(_TO_URL)
