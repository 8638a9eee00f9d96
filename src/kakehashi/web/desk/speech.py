"""Names of things in the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext_lazy

from kakehashi.accounts.permissions import RoleKind
from kakehashi.core.agreement.profile import Office
from kakehashi.desk.phrases import phrase

ROLES: Mapping[RoleKind, str | Promise] = {
    RoleKind.DRAFTS: pgettext_lazy("role", "Drafts"),
    RoleKind.DECIDES: gettext_lazy("Decides"),
    RoleKind.EXAMINES: gettext_lazy("Examines"),
    RoleKind.READS_CONFIDENTIAL: gettext_lazy("Reads confidential"),
    RoleKind.AUDITS: gettext_lazy("Audits"),
    RoleKind.ADMINISTERS: gettext_lazy("Administers"),
}


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


def decider(offices: Mapping[str, Office], office_id: str, role: str) -> list[str]:
    """Say which office decided, in which role; what the node issues by itself names a kind."""
    office = offices.get(office_id)
    kinds = [str(words) for kind, words in ROLES.items() if kind == role]
    return [named(office.names) if office else office_id, *(kinds or [role])]
