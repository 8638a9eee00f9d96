"""Names of things in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import get_language, gettext


def said(text: str) -> str:
    """Translate an English text that core brings along; core itself knows no language."""
    return gettext(text) if text else ""


def named(names: Mapping[str, str]) -> str:
    """Choose, of names by language, the reader's, else the English one."""
    return names.get(get_language() or "en") or names["en"]
