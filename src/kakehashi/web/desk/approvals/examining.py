"""The page of an examination: a finding on every standard, each on its evidence."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kakehashi.accounts.permissions import Act
from kakehashi.approvals import examining, queries, standards
from kakehashi.approvals.examining import Barred, facts_of
from kakehashi.approvals.models import Application
from kakehashi.core.approving.course import Verdict, bar_to_examine
from kakehashi.core.approving.entry import display_name
from kakehashi.core.approving.standards import StandardSet
from kakehashi.web.desk import showing
from kakehashi.web.desk.approvals import reaching
from kakehashi.web.desk.approvals.application import application_page
from kakehashi.web.desk.approvals.words import BARS
from kakehashi.web.parts.applications import words
from kakehashi.web.parts.applications.summary import summaries
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import (
    Choice,
    Control,
    Field,
    Group,
    error_summary,
)
from kakehashi.web.parts.shapes import Named

LONGEST: Final = 4000


def examined_by_me(request: HttpRequest, public_id: UUID) -> Application:
    """The application of an id, where this officer examines it; 403 where somebody else does."""
    found = reaching.application_for(request, public_id)
    reaching.require_act(request, found.agreement, Act.EXAMINE)
    facts = facts_of(found, today=reaching.today_of(found.agreement))
    if bar_to_examine(facts, officer_of(request).id) is not None:
        raise PermissionDenied
    return found


def set_of(found: Application) -> StandardSet:
    """The standards that an application is examined against; 403 where there are none."""
    if found.standards is None:
        raise PermissionDenied
    return standards.set_of(found.standards)


@officers(Act.EXAMINE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def findings(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Record what was found of each standard, and on which evidence; some now, some later."""
    found = examined_by_me(request, public_id)
    if request.method != "POST":
        return _findings_page(request, found, {})
    typed = {
        one.code: (
            request.POST.get(f"verdict-{one.code}", ""),
            request.POST.get(f"evidence-{one.code}", "").replace("\r\n", "\n").strip(),
        )
        for one in set_of(found).standards
    }
    wrong = _wrong_findings(typed)
    if wrong:
        return _findings_page(request, found, typed, wrong)
    told = {
        code: (Verdict(verdict), evidence[:LONGEST].encode("utf-8", "ignore").decode())
        for code, (verdict, evidence) in typed.items()
        if verdict
    }
    try:
        examining.find(
            found,
            told,
            by=officer_of(request).id,
            today=reaching.today_of(found.agreement),
            now=timezone.now(),
        )
    except Barred as barred:
        return application_page(request, found, problem=str(BARS[barred.bar]), status=409)
    messages.success(request, _("The findings are on record."))
    return redirect("desk_application", public_id=public_id)


def _wrong_findings(typed: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    known = {one.value for one in Verdict}
    wrong = {}
    for code, (verdict, evidence) in typed.items():
        if verdict and verdict not in known:
            wrong[f"verdict-{code}"] = _("Choose one of the three.")
        elif verdict and not evidence:
            wrong[f"evidence-{code}"] = _("Say on which evidence.")
        elif evidence and not verdict:
            wrong[f"verdict-{code}"] = _("Choose one of the three.")
    return wrong


def _findings_page(
    request: HttpRequest,
    found: Application,
    typed: Mapping[str, tuple[str, str]],
    wrong: Mapping[str, str] | None = None,
) -> HttpResponse:
    told, faults = queries.findings(found), wrong or {}
    controls: list[Control] = []
    for one in set_of(found).standards:
        was = told.get(one.code)
        before = (was.finding.verdict, was.evidence) if was else ("", "")
        verdict, evidence = typed.get(one.code, before)
        papers = ", ".join(words.paper_name(paper) for paper in one.papers)
        hint = words.plain(one.evidence) + (f" ({papers})" if papers else "")
        controls.append(
            Group(
                name=f"standard-{one.code}",
                label=words.plain(one.title),
                hint=hint,
                fields=[
                    Field(
                        name=f"verdict-{one.code}",
                        label=_("Finding"),
                        kind="radios",
                        choices=[
                            Choice(code.value, word)
                            for code, (word, _tone) in words.VERDICTS.items()
                        ],
                        value=verdict,
                        errors=about(faults, f"verdict-{one.code}"),
                        required=False,
                    ),
                    Field(
                        name=f"evidence-{one.code}",
                        label=_("Evidence"),
                        kind="textarea",
                        rows=2,
                        value=evidence,
                        errors=about(faults, f"evidence-{one.code}"),
                        required=False,
                    ),
                ],
            )
        )
    shown = form_shown(found, controls, _("Findings"))
    shown["summaries"] = _answers(found)
    return rendered(request, "examine", shown, is_wrong=bool(faults))


def about(faults: Mapping[str, str], name: str) -> list[str]:
    """What is wrong with a field, as a form shows it."""
    return [faults[name]] if name in faults else []


def _answers(found: Application) -> list[Any]:
    content = queries.content_of(found)
    return [*summaries(content.said, {}, set_of(found))]


def form_shown(found: Application, controls: list[Any], title: str) -> dict[str, Any]:
    """The context of a form about an application."""
    name, lang = display_name(queries.content_of(found).said)
    return {
        "application": found,
        "name": Named(name, lang),
        "title": title,
        "controls": controls,
        "errors": error_summary(controls),
    }


def rendered(
    request: HttpRequest, template: str, shown: dict[str, Any], *, is_wrong: bool
) -> HttpResponse:
    """Answer with a form; 422 where something in it is wrong."""
    return render(
        request,
        f"desk/application_{template}.html",
        showing.context(request, "approvals") | shown,
        status=422 if is_wrong else 200,
    )
