"""The pages of an examination: a finding on every standard, then a recommendation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kakehashi.accounts.permissions import Act
from kakehashi.approvals import examining, queries, standards
from kakehashi.approvals.actions import NotAsItWas
from kakehashi.approvals.examining import Barred, facts_of
from kakehashi.approvals.models import Application
from kakehashi.core.approving.course import Verdict, bar_to_examine
from kakehashi.core.approving.entry import Terms, display_name, fees_declared
from kakehashi.core.approving.renewal import last_day
from kakehashi.core.approving.standards import StandardSet
from kakehashi.core.notices.fields import fields_on
from kakehashi.core.notices.organizations import Ground
from kakehashi.web.desk import showing
from kakehashi.web.desk.approvals import reaching
from kakehashi.web.desk.approvals.application import application_page, findings_table, recommended
from kakehashi.web.desk.approvals.words import BARS
from kakehashi.web.parts.applications import words
from kakehashi.web.parts.applications.summary import summaries
from kakehashi.web.parts.dates import NotADate, read_date
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import (
    Choice,
    Control,
    Field,
    Group,
    error_summary,
    posted_date,
)
from kakehashi.web.parts.shapes import Named

LONGEST: Final = 4000
MOST_CONDITIONS: Final = 10


def _examined_by_me(request: HttpRequest, public_id: UUID) -> Application:
    """The application of an id, where this officer examines it; 403 where somebody else does."""
    found = reaching.application_for(request, public_id)
    reaching.require_act(request, found.agreement, Act.EXAMINE)
    facts = facts_of(found, today=reaching.today_of(found.agreement))
    if bar_to_examine(facts, officer_of(request).id) is not None:
        raise PermissionDenied
    return found


def _set_of(found: Application) -> StandardSet:
    if found.standards is None:
        raise PermissionDenied
    return standards.set_of(found.standards)


@officers(Act.EXAMINE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def findings(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Record what was found of each standard, and on which evidence; some now, some later."""
    found = _examined_by_me(request, public_id)
    if request.method != "POST":
        return _findings_page(request, found, {})
    typed = {
        one.code: (
            request.POST.get(f"verdict-{one.code}", ""),
            request.POST.get(f"evidence-{one.code}", "").replace("\r\n", "\n").strip(),
        )
        for one in _set_of(found).standards
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
    for one in _set_of(found).standards:
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
                        errors=_about(faults, f"verdict-{one.code}"),
                        required=False,
                    ),
                    Field(
                        name=f"evidence-{one.code}",
                        label=_("Evidence"),
                        kind="textarea",
                        rows=2,
                        value=evidence,
                        errors=_about(faults, f"evidence-{one.code}"),
                        required=False,
                    ),
                ],
            )
        )
    shown = _shown(found, controls, _("Findings"))
    shown["summaries"] = _answers(found)
    return _render(request, "examine", shown, is_wrong=bool(faults))


def _about(faults: Mapping[str, str], name: str) -> list[str]:
    return [faults[name]] if name in faults else []


def _answers(found: Application) -> list[Any]:
    content = queries.content_of(found)
    return [*summaries(content.said, {}, _set_of(found))]


@dataclass
class Typed:
    """What was typed of a recommendation, and what is wrong with it."""

    what: str = ""
    from_on: tuple[str, str, str] = ("", "", "")
    until_on: tuple[str, str, str] = ("", "", "")
    capacity: str = ""
    fields: tuple[str, ...] = ()
    conditions: str = ""
    grounds: tuple[str, ...] = ()
    words: str = ""
    wrong: dict[str, str] = field(default_factory=dict)


@officers(Act.EXAMINE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recommend(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """End the examination: recommend the terms of an approval, or the grounds of a refusal."""
    found = _examined_by_me(request, public_id)
    if request.method != "POST":
        return _recommend_page(request, found, _beginning(found))
    typed = Typed(
        what=request.POST.get("what", ""),
        from_on=posted_date(request.POST, "from_on"),
        until_on=posted_date(request.POST, "until_on"),
        capacity=request.POST.get("capacity", "").strip(),
        fields=tuple(request.POST.getlist("fields")),
        conditions=request.POST.get("conditions", "").replace("\r\n", "\n").strip(),
        grounds=tuple(request.POST.getlist("grounds")),
        words=request.POST.get("words", "").replace("\r\n", "\n").strip()[:LONGEST],
    )
    told = _terms_told(found, typed) if typed.what == "approve" else _refusal_told(typed)
    if typed.wrong:
        return _recommend_page(request, found, typed)
    try:
        examining.recommend(
            found,
            approve=typed.what == "approve",
            told=told,
            by=officer_of(request).id,
            today=reaching.today_of(found.agreement),
            now=timezone.now(),
        )
    except Barred as barred:
        typed.wrong["what"] = str(BARS[barred.bar])
        return _recommend_page(request, found, typed)
    except NotAsItWas:
        return redirect("desk_application", public_id=public_id)
    messages.success(request, _("The examination is ended. Another officer decides now."))
    return redirect("desk_application", public_id=public_id)


def _beginning(found: Application) -> Typed:
    """Begin with what the applicant asked for, from today for as long as is usual."""
    made, today = _set_of(found), reaching.today_of(found.agreement)
    answers = queries.content_of(found).said
    asked = next(iter(answers.get("capacity", ())), {})
    last = last_day(today, made.months)
    return Typed(
        from_on=(str(today.year), str(today.month), str(today.day)),
        until_on=(str(last.year), str(last.month), str(last.day)),
        capacity=asked.get("persons", ""),
        fields=tuple(asked.get("fields", "").splitlines()),
    )


def _terms_told(found: Application, typed: Typed) -> dict[str, Any]:
    days = {}
    for name, boxes in (("from_on", typed.from_on), ("until_on", typed.until_on)):
        try:
            days[name] = read_date(*boxes)
        except NotADate as mistake:
            typed.wrong[name] = str(mistake)
    first, last = days.get("from_on"), days.get("until_on")
    if first is None and "from_on" not in typed.wrong:
        typed.wrong["from_on"] = _("Enter the first day.")
    if first and last and last < first:
        typed.wrong["until_on"] = _("The end is before the beginning.")
    is_whole = typed.capacity.isascii() and typed.capacity.isdecimal() and len(typed.capacity) < 7
    if typed.capacity and not is_whole:
        typed.wrong["capacity"] = _("Write a number in figures, such as 120.")
    if not set(typed.fields) <= set(fields_on(reaching.today_of(found.agreement))):
        typed.wrong["fields"] = _("Choose fields that are offered.")
    conditions = [line.strip() for line in typed.conditions.splitlines() if line.strip()]
    if len(conditions) > MOST_CONDITIONS:
        typed.wrong["conditions"] = _("Write at most ten conditions, a line each.")
    if typed.wrong or first is None:
        return {}
    terms = Terms(
        from_on=first,
        until_on=last,
        capacity=int(typed.capacity) if typed.capacity else None,
        fields=typed.fields,
        conditions=tuple(conditions),
        language=get_language() or "en",
        fees=fees_declared(queries.content_of(found).said),
    )
    return {"terms": terms.told()}


def _refusal_told(typed: Typed) -> dict[str, Any]:
    if typed.what != "refuse":
        typed.wrong["what"] = _("Choose one of the two.")
    known = {one.value for one in Ground}
    if not typed.grounds or not set(typed.grounds) <= known:
        typed.wrong.setdefault("grounds", _("Choose at least one ground."))
    if not typed.words:
        typed.wrong["words"] = _("Say the grounds in words that the applicant understands.")
    return {
        "grounds": list(typed.grounds),
        "words": typed.words,
        "language": get_language() or "en",
    }


def _recommend_page(request: HttpRequest, found: Application, typed: Typed) -> HttpResponse:
    controls = [
        Field(
            name="what",
            label=_("What do you recommend?"),
            kind="radios",
            choices=[
                Choice("approve", _("Approve it, on the terms below")),
                Choice("refuse", _("Refuse it, on the grounds below")),
            ],
            value=typed.what,
            errors=_about(typed.wrong, "what"),
        ),
        Group(name="terms", label=_("If it is approved"), fields=_term_fields(found, typed)),
        Group(name="refusal", label=_("If it is refused"), fields=_refusal_fields(typed)),
    ]
    shown = _shown(found, controls, _("End the examination"))
    shown |= {"findings": findings_table(found, _set_of(found)), "before": recommended(found)}
    return _render(request, "recommend", shown, is_wrong=bool(typed.wrong))


def _term_fields(found: Application, typed: Typed) -> list[Field]:
    offered = fields_on(reaching.today_of(found.agreement))
    return [
        Field(
            name="from_on",
            label=_("First day"),
            kind="date",
            value=typed.from_on,
            errors=_about(typed.wrong, "from_on"),
        ),
        Field(
            name="until_on",
            label=_("Last day"),
            hint=_("Empty: until further notice."),
            kind="date",
            value=typed.until_on,
            errors=_about(typed.wrong, "until_on"),
            required=False,
        ),
        Field(
            name="capacity",
            label=_("Persons it may send in a year"),
            hint=_("Empty: no limit."),
            kind="number",
            value=typed.capacity,
            errors=_about(typed.wrong, "capacity"),
            required=False,
            width="10",
        ),
        Field(
            name="fields",
            label=_("Fields"),
            hint=_("None: every field."),
            kind="checkboxes",
            choices=[Choice(code, words.field_name(code)) for code in offered],
            value=typed.fields,
            errors=_about(typed.wrong, "fields"),
            required=False,
        ),
        Field(
            name="conditions",
            label=_("Conditions"),
            hint=_("One to a line. Everybody may read them."),
            kind="textarea",
            value=typed.conditions,
            errors=_about(typed.wrong, "conditions"),
            required=False,
        ),
    ]


def _refusal_fields(typed: Typed) -> list[Field]:
    return [
        Field(
            name="grounds",
            label=_("Grounds"),
            kind="checkboxes",
            choices=[Choice(one.value, words.label(one)) for one in Ground],
            value=typed.grounds,
            errors=_about(typed.wrong, "grounds"),
            required=False,
        ),
        Field(
            name="words",
            label=_("Grounds in words"),
            hint=_("The applicant reads them."),
            kind="textarea",
            value=typed.words,
            errors=_about(typed.wrong, "words"),
            required=False,
        ),
    ]


def _shown(found: Application, controls: list[Any], title: str) -> dict[str, Any]:
    name, lang = display_name(queries.content_of(found).said)
    return {
        "application": found,
        "name": Named(name, lang),
        "title": title,
        "controls": controls,
        "errors": error_summary(controls),
    }


def _render(
    request: HttpRequest, template: str, shown: dict[str, Any], *, is_wrong: bool
) -> HttpResponse:
    return render(
        request,
        f"desk/application_{template}.html",
        showing.context(request, "approvals") | shown,
        status=422 if is_wrong else 200,
    )
