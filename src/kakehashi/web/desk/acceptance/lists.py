"""Of when the status lists are with which certificates are checked, under each agreement."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kakehashi.certificates import keys
from kakehashi.certificates.lists import newest_kept
from kakehashi.certificates.queries import certifiers
from kakehashi.core.certificate.status import FRESH_FOR
from kakehashi.dispatch.issuing_keys import named_keys
from kakehashi.web.desk import showing
from kakehashi.web.parts.shapes import Instant, Shown, Status, Table


def lists_table(agreements: Sequence[str], *, now: datetime) -> Table | None:
    """Say when each newest list was signed and how old it is; None where nobody certifies."""
    parties = certifiers(agreements, now=now)
    if not parties:
        return None
    issuers = {name: keys.issuer(name, party) for name, party in parties.items()}
    signed = newest_kept(issuers.values())
    with_keys = named_keys(parties)
    rows = [
        (
            showing.title_of(agreement),
            *(
                _age(signed[issuer], now)
                if issuer in signed
                else _none(has_keys=agreement in with_keys)
            ),
        )
        for agreement, issuer in issuers.items()
    ]
    columns = [_("Agreement"), _("Newest list signed"), _("Age")]
    return Table(_("Status lists of the certificates"), columns, rows)


def _none(*, has_keys: bool) -> tuple[Shown, Shown]:
    """Without a list, and without a key before the first exchange, say what that means."""
    if has_keys:
        told = _("None is kept: the notices alone say what was ended")
        return "—", Status(told, "waiting")
    told = _("No key has come yet: each certificate is a question. Check anew once it is here.")
    return "—", Status(told, "warning")


def _age(signed_at: datetime, now: datetime) -> tuple[Shown, Shown]:
    seconds = max(0, (now - signed_at).total_seconds())
    hours = int(seconds // 3600)
    words = ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return Instant(signed_at), Status(words, "good" if seconds < FRESH_FOR else "warning")
