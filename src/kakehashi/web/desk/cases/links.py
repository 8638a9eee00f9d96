"""What a case is linked with: other cases, entries of the registers, and its notices' pages."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kakehashi.core.cases import Standing
from kakehashi.desk.cases import files, queries
from kakehashi.desk.models import Case
from kakehashi.registers.models import Change, Edition
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.cases import listing
from kakehashi.web.desk.cases import words as case_words
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.shapes import Banner, Link


def linked(request: HttpRequest, case: Case, jtis: Sequence[str]) -> list[Link]:
    """Cases to which notices lead from here, or that lead here."""
    found = queries.linked_cases(case, jtis)
    return [case_link(one) for one in found if is_readable(request, one)]


def by_hand(request: HttpRequest, case: Case) -> list[tuple[Link, str]]:
    """Cases that officers put beside this one, each with what takes it away again."""
    keys = files.linked_by_hand(case.agreement, case.matter)
    cases = queries.cases_by_key(keys)
    return [
        (case_link(one), f"{one.agreement}/{one.matter}")
        for one in cases
        if is_readable(request, one)
    ]


def is_readable(request: HttpRequest, case: Case) -> bool:
    """Say whether this officer may know of a case."""
    if case.agreement not in access.agreements_in_part(request):
        return False
    clauses = access.clauses_seen(request, case.agreement)
    return clauses is None or case.clause in clauses


def case_link(case: Case) -> Link:
    """Name a case by what it is about and the day on which it was opened, and lead to it."""
    words = _("%(family)s, opened %(day)s (%(agreement)s)") % {
        "family": case_words.family_words(case.family),
        "day": in_words(timezone.localdate(datetime.fromtimestamp(case.opened_at, UTC))),
        "agreement": showing.title_of(case.agreement),
    }
    return Link(words, listing.address(case))


def entries(case: Case, jtis: Sequence[str]) -> list[Link]:
    """Entries of the registers that notices of this case changed: two queries."""
    edition = Edition.objects.filter(agreement=case.agreement, state=Edition.State.SERVING).first()
    if edition is None:
        return []
    found = Change.objects.filter(edition=edition, jti__in=list(jtis), is_public=True)
    keys = sorted(set(found.values_list("register", "number")))
    return [
        Link(number, reverse("portal-entry", args=[case.agreement, register, number]))
        for register, number in keys
    ]


def of_notice(
    request: HttpRequest, agreement: str, party: str, generation: int, seq: int
) -> list[Banner]:
    """Say on a notice's page in which case it stands, and why it is odd: two queries."""
    dealing = queries.dealing_at(agreement, party, generation, seq)
    if dealing is None:
        return []
    banners = []
    odd = case_words.odd_words(dealing.standing)
    if odd and dealing.standing != Standing.SET_ASIDE:
        banners.append(Banner(odd[1], "warning", odd[0]))
    case = queries.case(agreement, dealing.matter) if dealing.matter else None
    if case is not None and is_readable(request, case):
        banners.append(Banner(case_link(case), title=_("Its case")))
    return banners
