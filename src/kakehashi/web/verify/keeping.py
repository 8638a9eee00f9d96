"""What a browser keeps of the verification page, so that it opens without a connection."""

from typing import Final

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from kakehashi.web.parts.language import PARAMETER

SHARED: Final = (
    "vendor/design-tokens/tokens.css",
    "kakehashi.css",
    "bridge.svg",
    "vendor/qr/decode.js",
)
"""Files of every page that this one shows, and the reader for browsers without one of their own.

A font is left to the browser's own store: what it weighs is more than all of these, and every
system that is read in a script shows it."""


def kept() -> dict[str, object]:
    """Name the addresses that are kept; keys and lists are named by `held` as they are then."""
    page = reverse("verify")
    own = settings.ASSETS / "verify"
    ours = sorted(file.name for file in own.iterdir() if file.name != "worker.js")
    return {
        "release": settings.STATIC_URL,
        "files": [static(name) for name in (*SHARED, *(f"verify/{name}" for name in ours))],
        "pages": [f"{page}?{PARAMETER}={code}" for code, _name in settings.LANGUAGES],
        "held": reverse("verify-held"),
    }
