"""A certificate leaves on paper, as a picture for a phone, or with its slip of words."""

import secrets
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi.accounts.permissions import Act
from kakehashi.certificates import holders
from kakehashi.certificates.models import CandidateCase, Certificate, State
from kakehashi.core.reporting.code import CHANCE
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.journal.record import record
from kakehashi.printing import (
    FontsMissing,
    Level,
    draw_for_phone,
    print_certificates,
    print_document,
)
from kakehashi.web.desk.candidates import permits
from kakehashi.web.desk.candidates.paper import paper_of, slips_of
from kakehashi.web.desk.notices.printing import without_fonts
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.downloads import download

PAPER, PHONE, SLIP = "paper", "phone", "slip"


@lets_out(Way.PRINT, gate=Gate.CIRCLE)
@officers(Act.DRAFT, Act.DECIDE)
@never_cache
@require_POST
def hand_out(request: HttpRequest, public_id: UUID, form: str) -> HttpResponseBase:
    """Print the valid certificate of a case for its holder; each print goes into the record."""
    case = permits.case_for(request, public_id)
    row = _printable(case)
    level = Level.Q if request.POST.get("paper") == "poor" else Level.M
    now = timezone.now()
    try:
        if form == PAPER:
            data = print_certificates([paper_of(row)], level=level, at=now)
        elif form == PHONE:
            data = draw_for_phone(paper_of(row), level=level, at=now)
        elif form == SLIP:
            by = officer_of(request).id
            code = holders.make_code(case, chance=secrets.token_bytes(CHANCE), by=by, now=now)
            data = print_document(slips_of(row, code), at=now)
        else:
            raise Http404
    except FontsMissing as missing:
        return without_fonts(request, missing)
    said = {"agreement": row.agreement, "thing": row.number, "form": form}
    record("certificate.printed", said | {"by": officer_of(request).id}, now=now)
    ending, media = (".png", "image/png") if form == PHONE else (".pdf", "application/pdf")
    return download(data, f"{row.number}-{form}{ending}", media)


def _printable(case: CandidateCase) -> Certificate:
    """Give the case's certificate; only one that is valid is ever printed."""
    row = case.certificates.filter(state=State.VALID).first()
    if row is None:
        raise Http404
    return row
