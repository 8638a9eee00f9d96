"""A form that is pressed twice, where the network is slow, does its work once.

Each drawing of a form carries a word of its own (`{% once %}`); the first sending of it with what
was typed takes both. Whoever goes back and types something else sends something else.
"""

import secrets
from hashlib import sha256
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

FIELD: Final = "once"
TOKEN: Final = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
KEPT_SECONDS: Final = 24 * 3600
DONE_ONCE: Final = gettext_lazy("This form was sent twice. What it asks for was done once.")


def hidden() -> SafeString:
    """Draw the word of one drawing of a form."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, secrets.token_urlsafe())


def is_again(request: HttpRequest) -> bool:
    """Take a form that is about to be worked on; say whether the very same was taken before.

    To be asked within the transaction of the work: who presses twice waits for the first press, and
    what fails is not taken.
    """
    if not request.POST.get(FIELD):
        return False
    told = sorted((name, values) for name, values in request.POST.lists() if name != TOKEN)
    return not cache.add(f"once:{sha256(repr(told).encode()).hexdigest()}", 1, KEPT_SECONDS)
