"""The end of an examination: the terms of an approval or the grounds of a refusal, recommended."""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kakehashi.accounts.permissions import Act
from kakehashi.approvals import examining, queries
from kakehashi.approvals.actions import NotAsItWas
from kakehashi.approvals.examining import Barred
from kakehashi.approvals.models import Application
from kakehashi.core.approving.entry import Terms, fees_declared
from kakehashi.core.approving.renewal import last_day
from kakehashi.core.notices.fields import fields_on
from kakehashi.core.notices.organizations import Ground
from kakehashi.web.desk.approvals import reaching
from kakehashi.web.desk.approvals.application import findings_table, recommended
from kakehashi.web.desk.approvals.examining import (
    LONGEST,
    about,
    examined_by_me,
    form_shown,
    rendered,
    set_of,
)
from kakehashi.web.desk.approvals.words import BARS
from kakehashi.web.parts.applications import words
from kakehashi.web.parts.dates import NotADate, read_date
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import (
    Choice,
    Field,
    Group,
    posted_date,
)

MOST_CONDITIONS: Final = 10


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
    found = examined_by_me(request, public_id)
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
    made, today = set_of(found), reaching.today_of(found.agreement)
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
            errors=about(typed.wrong, "what"),
        ),
        Group(name="terms", label=_("If it is approved"), fields=_term_fields(found, typed)),
        Group(name="refusal", label=_("If it is refused"), fields=_refusal_fields(typed)),
    ]
    shown = form_shown(found, controls, _("End the examination"))
    shown |= {"findings": findings_table(found, set_of(found)), "before": recommended(found)}
    return rendered(request, "recommend", shown, is_wrong=bool(typed.wrong))


def _term_fields(found: Application, typed: Typed) -> list[Field]:
    offered = fields_on(reaching.today_of(found.agreement))
    return [
        Field(
            name="from_on",
            label=_("First day"),
            kind="date",
            value=typed.from_on,
            errors=about(typed.wrong, "from_on"),
        ),
        Field(
            name="until_on",
            label=_("Last day"),
            hint=_("Empty: until further notice."),
            kind="date",
            value=typed.until_on,
            errors=about(typed.wrong, "until_on"),
            required=False,
        ),
        Field(
            name="capacity",
            label=_("Persons it may send in a year"),
            hint=_("Empty: no limit."),
            kind="number",
            value=typed.capacity,
            errors=about(typed.wrong, "capacity"),
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
            errors=about(typed.wrong, "fields"),
            required=False,
        ),
        Field(
            name="conditions",
            label=_("Conditions"),
            hint=_("One to a line. Everybody may read them."),
            kind="textarea",
            value=typed.conditions,
            errors=about(typed.wrong, "conditions"),
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
            errors=about(typed.wrong, "grounds"),
            required=False,
        ),
        Field(
            name="words",
            label=_("Grounds in words"),
            hint=_("The applicant reads them."),
            kind="textarea",
            value=typed.words,
            errors=about(typed.wrong, "words"),
            required=False,
        ),
    ]
