"""The standards in force, and the two officers who put another set in force."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kakehashi.accounts.permissions import Act
from kakehashi.approvals import standards
from kakehashi.approvals.models import StandardsVersion
from kakehashi.approvals.standards import NotAsItWas, OwnProposal, ProposedAlready
from kakehashi.core.approving.papers import Paper
from kakehashi.core.approving.standards import StandardSet, StandardsRefused, read, written
from kakehashi.core.notices.organizations import Ground
from kakehashi.web.desk import showing
from kakehashi.web.desk.approvals import reaching
from kakehashi.web.desk.approvals.words import FLAWS
from kakehashi.web.parts.applications import words
from kakehashi.web.parts.dates import NotADate, in_words, read_date
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import (
    Choice,
    Control,
    Field,
    Group,
    Repeat,
    error_summary,
    posted_date,
)
from kakehashi.web.parts.shapes import Lines, Row, Shown, Summary

TEXTS: Final = ("title", "evidence", "undertaking")
MOST: Final = 60


@officers(*reaching.ACTS)
@never_cache
@require_safe
def standards_page(request: HttpRequest, agreement: str) -> HttpResponseBase:
    """The set in force, the set that waits for a second officer, and the shipped one."""
    reaching.named_agreement(request, agreement)
    today = reaching.today_of(agreement)
    version, waiting = standards.version_on(agreement, today), standards.proposed(agreement)
    decides = reaching.may_act(request, agreement, Act.DECIDE)
    is_mine = waiting is not None and waiting.proposed_by_id == officer_of(request).id
    shown: dict[str, Any] = {
        "agreement": agreement,
        "agreement_title": showing.title_of(agreement),
        "in_force": _shown(version) if version else None,
        "waiting": _shown(waiting) if waiting else None,
        "proposed_by": str(waiting.proposed_by) if waiting else "",
        "may_confirm": decides and waiting is not None and not is_mine,
        "may_take_back": waiting is not None and (is_mine or decides),
        "may_propose": reaching.may_act(request, agreement, Act.DRAFT) and waiting is None,
    }
    context = showing.context(request, "approvals")
    return render(request, "desk/standards.html", context | shown)


def _shown(version: StandardsVersion) -> dict[str, Any]:
    made = standards.set_of(version)
    return {
        "from_on": in_words(version.from_on),
        "title": words.text(made.title),
        "terms": Summary(
            [
                Row(_("First number"), made.number(1)),
                Row(_("Months that an approval is usually valid"), str(made.months)),
                Row(
                    _("Days before the end on which a renewal is asked for"), str(made.remind_days)
                ),
            ]
        ),
        "rows": Summary([_row(number, one) for number, one in enumerate(made.standards, 1)]),
        "is_starting": made.is_starting,
    }


def _row(number: int, one: Any) -> Row:  # noqa: ANN401 - a standard
    told: list[Shown] = [words.text(one.title), words.text(one.evidence)]
    told += [words.paper_name(paper) for paper in one.papers]
    if one.category:
        told.append(_("Mirrors category (%(letter)s)") % {"letter": one.category})
    return Row(str(number), Lines(told))


@officers(Act.DRAFT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, agreement: str) -> HttpResponseBase:
    """Write another set, beginning with the one in force or the shipped one; propose it."""
    reaching.named_agreement(request, agreement)
    reaching.require_act(request, agreement, Act.DRAFT)
    if standards.proposed(agreement) is not None:
        return redirect("desk_standards", agreement=agreement)
    beginning = _beginning(agreement)
    if request.method != "POST":
        today = reaching.today_of(agreement)
        day = (str(today.year), str(today.month), str(today.day))
        return _form_page(request, agreement, written(beginning), day, beginning=beginning)
    told = _typed(request, beginning)
    day = posted_date(request.POST, "from_on")
    again = request.POST.get("again", "")
    if again != "propose":
        return _form_page(request, agreement, _changed(told, again), day, beginning=beginning)
    made, from_on, wrong = _judged(told, day)
    if wrong or made is None or from_on is None:
        return _form_page(request, agreement, told, day, beginning=beginning, wrong=wrong)
    try:
        standards.propose(
            agreement, made, from_on=from_on, by=officer_of(request).id, now=timezone.now()
        )
    except ProposedAlready:
        messages.warning(request, _("Another set waits for a second officer already."))
        return redirect("desk_standards", agreement=agreement)
    messages.success(request, _("Proposed. Another officer puts it in force."))
    return redirect("desk_standards", agreement=agreement)


def _beginning(agreement: str) -> StandardSet:
    version = standards.version_on(agreement, reaching.today_of(agreement))
    made = standards.set_of(version) if version else standards.starting_set(agreement)
    if made is None:
        raise Http404
    return made


def _languages(beginning: StandardSet) -> tuple[str, ...]:
    return tuple(beginning.title)


def _judged(
    told: dict[str, Any], boxes: tuple[str, str, str]
) -> tuple[StandardSet | None, date | None, dict[str, str]]:
    wrong: dict[str, str] = {}
    made, day = None, None
    try:
        day = read_date(*boxes)
        if day is None:
            wrong["from_on"] = _("Enter the day.")
    except NotADate as mistake:
        wrong["from_on"] = str(mistake)
    try:
        made = read(told)
    except StandardsRefused as refused:
        wrong |= {one.at: str(FLAWS[one.flaw]) for one in refused.problems}
    return made, day, wrong


def _typed(request: HttpRequest, beginning: StandardSet) -> dict[str, Any]:
    """Read what was typed as the tables of a set; what is no number stays a text and is refused."""
    languages = _languages(beginning)
    count = _whole(request.POST.get("rows", ""))
    rows = [
        _typed_standard(request, f"standards.{index}", languages)
        for index in range(min(count, MOST) if isinstance(count, int) else 0)
    ]
    return {
        "title": _texts(request, "title", languages),
        "prefix": request.POST.get("prefix", "").strip(),
        "digits": _whole(request.POST.get("digits", "")),
        "months": _whole(request.POST.get("months", "")),
        "remind-days": _whole(request.POST.get("remind-days", "")),
        "standards": rows,
    }


def _typed_standard(request: HttpRequest, at: str, languages: tuple[str, ...]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "code": request.POST.get(f"{at}.code", "").strip(),
        "title": _texts(request, f"{at}.title", languages),
        "evidence": _texts(request, f"{at}.evidence", languages),
        "ground": request.POST.get(f"{at}.ground", ""),
        "papers": request.POST.getlist(f"{at}.papers"),
        "category": request.POST.get(f"{at}.category", ""),
    }
    undertaking = _texts(request, f"{at}.undertaking", languages)
    return told | ({"undertaking": undertaking} if undertaking else {})


def _texts(request: HttpRequest, at: str, languages: tuple[str, ...]) -> dict[str, str]:
    typed = {code: request.POST.get(f"{at}.{code}", "").strip() for code in languages}
    return {code: text for code, text in typed.items() if text}


def _whole(typed: str) -> int | str:
    said = typed.strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else said


def _changed(told: dict[str, Any], again: str) -> dict[str, Any]:
    rows = list(told["standards"])
    if again.startswith("add:"):
        rows.append({"code": "", "title": {}, "evidence": {}, "ground": "", "papers": []})
    elif again.startswith("remove:"):
        gone = _whole(again.rpartition(":")[2])
        rows = [row for number, row in enumerate(rows) if number != gone]
    return told | {"standards": rows}


def _form_page(
    request: HttpRequest,
    agreement: str,
    told: Mapping[str, Any],
    day: tuple[str, str, str],
    *,
    beginning: StandardSet,
    wrong: Mapping[str, str] | None = None,
) -> HttpResponse:
    controls = _controls(told, day, wrong or {}, _languages(beginning))
    shown = {
        "agreement": agreement,
        "agreement_title": showing.title_of(agreement),
        "controls": controls,
        "errors": error_summary(controls),
        "rows": len(told["standards"]),
    }
    context = showing.context(request, "approvals") | shown
    return render(request, "desk/standards_edit.html", context, status=422 if wrong else 200)


def _controls(
    told: Mapping[str, Any],
    day: tuple[str, str, str],
    wrong: Mapping[str, str],
    languages: tuple[str, ...],
) -> list[Control]:
    labels = {
        "prefix": _("Letters that a number begins with"),
        "digits": _("Figures of a number"),
        "months": _("Months that an approval is usually valid"),
        "remind-days": _("Days before the end on which a renewal is asked for"),
    }
    plain: list[Control] = [
        Field(
            name="from_on",
            label=_("In force from"),
            kind="date",
            value=day,
            errors=_about(wrong, "from_on"),
        ),
        *_text_fields(told["title"], "title", _("Title"), languages, wrong),
        *(
            Field(
                name=name,
                label=label,
                value=str(told[name]),
                width="10",
                errors=_about(wrong, name),
            )
            for name, label in labels.items()
        ),
    ]
    rows = [
        _standard_group(row, index, wrong, languages) for index, row in enumerate(told["standards"])
    ]
    return [
        *plain,
        Repeat(
            name="standards",
            label=_("Standards"),
            rows=rows,
            add_label=_("Add a standard"),
            errors=_about(wrong, "standards"),
            least=1,
            most=MOST,
        ),
    ]


def _standard_group(
    row: Mapping[str, Any], index: int, wrong: Mapping[str, str], languages: tuple[str, ...]
) -> Group:
    at = f"standards.{index}"
    labels = {
        "title": _("The standard"),
        "evidence": _("What the examiner looks at"),
        "undertaking": _("What the applicant declares (empty: nothing)"),
    }
    fields: list[Field | Group | Repeat] = [
        Field(
            name=f"{at}.code",
            label=_("Code"),
            value=row.get("code", ""),
            width="20",
            errors=_about(wrong, f"{at}.code"),
        )
    ]
    for name, label in labels.items():
        texts = row.get(name) or {}
        fields += _text_fields(texts, f"{at}.{name}", label, languages, wrong)
    fields += [
        Field(
            name=f"{at}.papers",
            label=_("Documents that the applicant brings"),
            kind="checkboxes",
            choices=[Choice(one.value, words.paper_name(one)) for one in Paper],
            value=tuple(row.get("papers", ())),
            errors=_about(wrong, f"{at}.papers"),
            required=False,
        ),
        Field(
            name=f"{at}.ground",
            label=_("Ground of a refusal for it"),
            kind="select",
            choices=[Choice(one.value, words.label(one)) for one in Ground],
            value=row.get("ground", ""),
            errors=_about(wrong, f"{at}.ground"),
        ),
        Field(
            name=f"{at}.category",
            label=_("Category of improper acts that it mirrors"),
            kind="select",
            choices=[Choice("", _("None")), *(Choice(letter, f"({letter})") for letter in "abcde")],
            value=row.get("category", ""),
            errors=_about(wrong, f"{at}.category"),
            required=False,
        ),
    ]
    number = _("Standard %(number)s") % {"number": index + 1}
    return Group(name=at, label=number, fields=fields, errors=_about(wrong, at))


def _text_fields(
    texts: Mapping[str, str],
    at: str,
    label: str,
    languages: tuple[str, ...],
    wrong: Mapping[str, str],
) -> list[Field]:
    """One box for each of the ministry's languages."""
    return [
        Field(
            name=f"{at}.{code}",
            label=f"{label} · {words.LANGUAGE_NAMES.get(code, code)}",
            kind="textarea",
            rows=2,
            value=texts.get(code, ""),
            value_lang=code,
            errors=[*_about(wrong, f"{at}.{code}"), *(_about(wrong, at) if code == "en" else [])],
            required=code == "en" and not at.endswith("undertaking"),
        )
        for code in languages
    ]


def _about(wrong: Mapping[str, str], name: str) -> list[str]:
    return [wrong[name]] if name in wrong else []


@officers(Act.DRAFT, Act.DECIDE)
@require_POST
def act(request: HttpRequest, agreement: str) -> HttpResponseBase:
    """Put the proposed set in force, or take it back."""
    reaching.named_agreement(request, agreement)
    waiting, again = standards.proposed(agreement), request.POST.get("again", "")
    by, now = officer_of(request).id, timezone.now()
    if waiting is None or again not in {"confirm", "take-back"}:
        raise Http404
    is_mine = waiting.proposed_by_id == by
    if again == "confirm" or not is_mine:
        reaching.require_act(request, agreement, Act.DECIDE)
    try:
        if again == "confirm":
            standards.confirm(waiting, by=by, now=now)
            messages.success(request, _("The standards are confirmed."))
        else:
            standards.take_back(waiting, by=by, now=now)
            messages.success(request, _("The proposed standards were taken back."))
    except OwnProposal:
        messages.warning(request, _("You proposed this set: another officer confirms it."))
    except NotAsItWas:
        messages.warning(request, _("Another officer was faster. Look again."))
    return redirect("desk_standards", agreement=agreement)
