"""Names of things in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import get_language, gettext

from kakehashi.desk.phrases import phrase


def said(text: str) -> str:
    """Translate an English text that core brings along; core itself knows no language.

    Standard questions and answers have their own texts, in more languages than the pages have.
    """
    if not text:
        return ""
    return phrase(text, get_language() or "en") or gettext(text)


def named(names: Mapping[str, str]) -> str:
    """Choose, of names by language, the reader's, else the English one."""
    return names.get(get_language() or "en") or names["en"]
