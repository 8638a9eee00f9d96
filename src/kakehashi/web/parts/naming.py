"""What things are called in the reader's language: texts of a profile, and specified fields."""

from datetime import date

from django.utils.translation import get_language, gettext

from kakehashi.core.agreement.profile import Names
from kakehashi.core.notices.fields import FIELDS
from kakehashi.web.parts import shapes


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
