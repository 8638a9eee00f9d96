"""What things are called in the reader's language: texts of a profile, and fields, certificates."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy

from kakehashi.certificates.models import State
from kakehashi.core.agreement.profile import Names
from kakehashi.core.notices.fields import FIELDS
from kakehashi.web.parts import shapes

_CERTIFICATES: Final[Mapping[State, tuple[Promise, shapes.Tone]]] = {
    State.VALID: (pgettext_lazy("certificate", "Valid"), "good"),
    State.SUSPENDED: (pgettext_lazy("certificate", "Suspended"), "warning"),
    State.REVOKED: (pgettext_lazy("certificate", "Revoked"), "bad"),
    State.VOID: (pgettext_lazy("certificate", "Void number"), "ended"),
}


def field_name(code: object, on: date) -> str:
    """Name a field as it was called on a day, or as it was called last."""
    named = [field for field in FIELDS if field.code == code]
    found = next((field for field in named if field.stands_on(on)), named[-1] if named else None)
    if found is None:
        return str(code)
    return found.name_ja if get_language() == "ja" else gettext(found.name_en)


def chosen(names: Names) -> tuple[str, str]:
    """Choose a text in the reader's language, or in English: the text and its language."""
    language = get_language() or "en"
    return (names[language], language) if language in names else (names["en"], "en")


def said(names: Names) -> shapes.Named:
    """Show a text of a profile in the reader's language, or in English, marked as such."""
    return shapes.Named(*chosen(names))


def certificate_status(state: str) -> shapes.Status:
    """A certificate's state as a word with its colour."""
    return shapes.Status(*_CERTIFICATES[State(state)])
