"""The pages of the acceptance check: what was taken in, what came of it, one application."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi.acceptance import actions, queries
from kakehashi.acceptance.models import Application, Batch
from kakehashi.acceptance.words import FINDINGS, VERDICT_HINTS, VERDICTS
from kakehashi.accounts.permissions import Act
from kakehashi.core.acceptance_check import Finding, Verdict
from kakehashi.dispatch.arriving import A_LINE, batch_source
from kakehashi.exchange.waking import Half, wake
from kakehashi.web.desk import showing
from kakehashi.web.desk.acceptance import asking, reach, ruling, shown
from kakehashi.web.desk.acceptance.lists import lists_table
from kakehashi.web.desk.acceptance.reach import READS, TAKES
from kakehashi.web.desk.screening.proposed import proposed_table
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import Choice, Field, error_summary
from kakehashi.web.parts.shapes import Pages

A_PAGE: Final = 50


@officers(*READS)
@never_cache
def board(request: HttpRequest) -> HttpResponseBase:
    """What was taken in, the latest first, and where to begin."""
    names = reach.agreements(request)
    number, found = _page(request, queries.batches(names))
    some = list(found[(number - 1) * A_PAGE : number * A_PAGE])
    counts = queries.counts(some)
    named = queries.names_of(some)
    rows = [(batch, named[batch.pk], counts[batch.pk]) for batch in some]
    context: dict[str, Any] = {
        "table": shown.board_table(rows),
        "lists": lists_table(names, now=timezone.now()),
        "may_take": bool(reach.agreements(request, TAKES)),
        "accepts": bool(names),
        "pages": _pages(number, found.count(), {}),
    }
    return render(request, "desk/acceptance.html", showing.context(request, "acceptance") | context)


def _page(request: HttpRequest, rows: Any) -> tuple[int, Any]:  # noqa: ANN401 - a queryset of either model
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0
    if number < 1:
        raise Http404
    return number, rows


def _pages(number: int, count: int, kept: dict[str, str]) -> Pages | None:
    last = max(1, -(-count // A_PAGE))
    if number > last:
        raise Http404
    href = f"?{urlencode(kept)}&page={{page}}" if kept else "?page={page}"
    return Pages(number, last, href) if last > 1 else None


@officers(*READS)
@never_cache
def batch(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """A batch: how far it is, what came of it, its applications by verdict."""
    found = reach.batch_for(request, public_id)
    named = queries.named(found)
    counts = queries.counts([found])[found.pk]
    chosen, finding = _chosen(request)
    context: dict[str, Any] = {
        "batch": found,
        "title": shown.batch_title(found, named),
        "agreement_title": showing.title_of(found.agreement),
        "progress": shown.progress(found, counts),
        "outcome": shown.outcome(found, counts),
        "refusal": shown.refusal(named),
        "is_erased": found.erased_at is not None,
        "verdicts": _verdicts(counts, chosen),
        "hint": _(VERDICT_HINTS[chosen]) if chosen else "",
        "may_take": found.agreement in reach.agreements(request, TAKES),
        "groups": asking.groups_shown(request, found) if counts.by_verdict[Verdict.ASK] else [],
    }
    if not found.erased_at and counts.total:
        context |= _rows(request, found, chosen, finding)
    return render(
        request, "desk/acceptance_batch.html", showing.context(request, "acceptance") | context
    )


def _chosen(request: HttpRequest) -> tuple[Verdict | None, str]:
    verdict, finding = request.GET.get("verdict", ""), request.GET.get("finding", "")
    if (verdict and verdict not in set(Verdict)) or (finding and finding not in set(Finding)):
        raise Http404
    return (Verdict(verdict) if verdict else None), finding


def _verdicts(counts: queries.Counts, chosen: Verdict | None) -> list[dict[str, Any]]:
    every = {"href": "?#list", "text": _("All"), "count": counts.total, "is_here": chosen is None}
    return [
        every,
        *(
            {
                "href": f"?verdict={verdict}#list",
                "text": _(VERDICTS[verdict]),
                "count": number,
                "is_here": verdict is chosen,
            }
            for verdict, number in counts.by_verdict.items()
        ),
    ]


def _rows(
    request: HttpRequest, found: Batch, chosen: Verdict | None, finding: str
) -> dict[str, Any]:
    rows = Application.objects.filter(batch=found)
    if chosen:
        rows = rows.filter(verdict=chosen)
    if finding:
        rows = rows.filter(findings__contains=f" {finding} ")
    number, _same = _page(request, rows)
    some = rows.order_by("line")[(number - 1) * A_PAGE : number * A_PAGE]
    kept = {"verdict": chosen.value} if chosen else {}
    kept |= {"finding": finding} if finding else {}
    caption = _(VERDICTS[chosen]) if chosen else _("All applications")
    return {
        "table": shown.application_table(
            found,
            queries.opened(found, some),
            caption=caption,
            empty=_("No application here."),
        ),
        "pages": _pages(number, rows.count(), kept),
        "narrowing": _narrowing(finding),
        "verdict": chosen.value if chosen else "",
    }


def _narrowing(finding: str) -> Field:
    """The control by which one reason is looked for."""
    every = [Choice("", _("All"))]
    words = [(one, shown.without_particulars(FINDINGS[one])) for one in Finding]
    return Field(
        name="finding",
        label=_("Only where this was found"),
        kind="select",
        choices=[*every, *(Choice(one.value, text) for one, text in words)],
        value=finding,
    )


@officers(*READS)
@never_cache
def application(request: HttpRequest, public_id: UUID, line: int) -> HttpResponseBase:
    """One application: its verdict, every reason with its clause, what was asked and answered."""
    found = reach.batch_for(request, public_id)
    (one,) = queries.opened(found, [reach.application_for(found, line)])
    return _application_page(request, found, one)


@officers(Act.DECIDE)
@never_cache
@require_POST
def rule(request: HttpRequest, public_id: UUID, line: int) -> HttpResponseBase:
    """Decide by an answer about the doubts of one application, or say what is missing for that."""
    found = reach.batch_for(request, public_id, (Act.DECIDE,))
    (one,) = queries.opened(found, [reach.application_for(found, line)])
    if not ruling.decide(request, found, one):
        return _application_page(request, found, one, status=422)
    return redirect("desk_acceptance_application", public_id=public_id, line=line)


def _application_page(
    request: HttpRequest, found: Batch, one: queries.Opened, *, status: int = 200
) -> HttpResponseBase:
    row, line, ruled = one.row, one.row.line, ruling.shown(request, found, one)
    verdict = Verdict(row.verdict) if row.state == Application.State.CHECKED else None
    context: dict[str, Any] = {
        "batch": found,
        "batch_title": shown.batch_title(found, queries.named(found)),
        "line": line,
        "name": shown.name_of(one),
        "status": shown.verdict_status(row),
        "hint": _(VERDICT_HINTS[verdict]) if verdict else "",
        "agreement_title": showing.title_of(found.agreement),
        "checked_at": row.checked_at,
        "reasons": shown.reasons_table(one, found),
        "stated": shown.stated_summary(one),
        "known": proposed_table(
            request,
            batch_source(found),
            is_screened=row.is_screened,
            places=range(line * A_LINE, (line + 1) * A_LINE),
        ),
        "asked": asking.asked_about(row),
        "ruled": ruled,
        "errors": error_summary(ruled.fields),
        "may_ask": asking.may_ask(request, found, one),
        "may_report": asking.may_report(request, found, one),
        "may_take": found.agreement in reach.agreements(request, TAKES),
    }
    return render(
        request,
        "desk/acceptance_application.html",
        showing.context(request, "acceptance") | context,
        status=status,
    )


@officers(*TAKES)
@never_cache
@require_POST
def again(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Check a batch, or one application of it, by what is known now."""
    found = reach.batch_for(request, public_id, TAKES)
    asked = request.POST.get("line", "")
    line = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else None
    if asked and line is None:
        raise Http404
    count = actions.check_again(found, by=officer_of(request).id, now=timezone.now(), line=line)
    wake(Half.FOLLOWS)
    said = ngettext(
        "%(count)s application is checked anew.", "%(count)s applications are checked anew.", count
    )
    messages.success(request, said % {"count": count})
    if line is not None:
        return redirect("desk_acceptance_application", public_id=public_id, line=line)
    return redirect("desk_acceptance_batch", public_id=public_id)
