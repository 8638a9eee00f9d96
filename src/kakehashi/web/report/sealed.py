"""What a browser has sealed before it sent it: the key it needs, and what it posts."""

import json

from django.http import HttpRequest

from kakehashi.core.reporting.letter import LETTER
from kakehashi.core.text import b64url, unb64url
from kakehashi.intake import actions


def browser_key() -> str | None:
    """Give the office's key as a script reads it (JSON); None where there is none."""
    try:
        key = actions.key_in_force()
    except actions.NotOpen:
        return None
    return json.dumps({"kid": key.kid, "x": b64url(bytes(key.public)), "typ": LETTER.typ})


def sealed_of(request: HttpRequest) -> tuple[bytes, bytes] | None:
    """Give the letter to the office and the browser's own copy; None where nothing was sealed."""
    letter = request.POST.get("sealed", "")
    if not letter:
        return None
    try:
        return letter.encode("ascii"), unb64url(request.POST.get("copy", ""))
    except ValueError:
        return b"", b""
