"""What the layout shows on every page: who this node is, and the other languages of this page."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from kakehashi import node
from kakehashi.web.parts import place
from kakehashi.web.parts.language import PARAMETER


@dataclass(frozen=True)
class Tongue:
    """A language that this page can be read in; `name` is its own name for itself."""

    code: str
    name: str
    href: str


# Each language by its own name, since who needs it may read no other.
NAMES = {"en": "English", "ja": "日本語", "km": "ខ្មែរ", "tg": "Тоҷикӣ", "ru": "Русский"}


def tongues(request: HttpRequest) -> list[Tongue]:
    """Give this page's address in each language; after a form was sent, that of the form."""
    row = []
    for code, _ in settings.LANGUAGES:
        query = request.GET.copy()
        query[PARAMETER] = code
        row.append(Tongue(code, NAMES[code], f"{request.path}?{query.urlencode()}"))
    return row


def _is_named(host: str) -> bool:
    """Say whether a host has a name; browsers bind no passkey to a bare address."""
    try:
        ip_address(host)
    except ValueError:
        return bool(host)
    return False


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the layout its `page`."""
    ours = node.this()
    return {
        "page": {
            "node_name": ours.name,
            "node_title": place.title(get_language() or "en"),
            "is_demo": settings.IS_DEMO,
            "desk": settings.LOGIN_REDIRECT_URL,
            "apply": reverse("apply") if place.party().side == "sending" else "",
            "has_passkeys": _is_named(urlsplit(settings.ORIGIN).hostname or ""),
            "languages": tongues(request),
        }
    }
