"""Which notices a draft names: asked with a list of those that may be, read back as links."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from pydantic import ValidationError

from kakehashi.core.notices import KINDS, Answers
from kakehashi.core.notices.notice import ANYTHING
from kakehashi.core.notices.payload import Links
from kakehashi.journal.models import Entry
from kakehashi.web.desk.drafting.answers import Answered, Typed, first
from kakehashi.web.desk.drafting.controls import Page
from kakehashi.web.desk.drafting.offering import candidates
from kakehashi.web.desk.drafting.questions import LINKS
from kakehashi.web.desk.notices.coded import party_name
from kakehashi.web.desk.notices.queries import Box
from kakehashi.web.desk.speech import said
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.fields import Choice, Control, Field, Group


def link_controls(
    page: Page, inside: Box, kind: str, *, only_kinds: frozenset[str] | None = None
) -> Group | None:
    """The controls for a kind's links; None where it may name nothing.

    `only_kinds` are those that the drafter may know of; None where all.
    """
    notice = KINDS[kind]
    fields: list[Control] = []
    if _may_name(notice.answers):
        fields += _several(page, inside, "answers", notice.answers, only_kinds)
    if notice.corrects:
        fields.append(_mended(page, inside, only_kinds))
    if _may_name(notice.refers):
        fields += _several(page, inside, "refers", notice.refers, only_kinds)
    if case := first(page.typed, "links.case"):
        fields.append(_belonging(page, case))
    if not fields:
        return None
    return Group(name="links", label=_("Other notices"), fields=fields, errors=page.wrong("links"))


def _may_name(rule: Answers) -> bool:
    return rule.any_kind or bool(rule.required or rule.allowed)


def _several(
    page: Page, inside: Box, name: str, rule: Answers, only_kinds: frozenset[str] | None
) -> list[Control]:
    path, asked = f"links.{name}", LINKS[name]
    chosen = tuple(page.typed.get(path, ()))
    offered = candidates(inside, rule, also=chosen, only_kinds=only_kinds)
    others = Field(
        name=f"{path}-others",
        label=_("%(label)s: older notices") % {"label": said(asked.label)},
        kind="textarea",
        rows=2,
        value="\n".join(page.typed.get(f"{path}-others", ())),
        hint=_("By their reference, one to a line, as their pages show it"),
        errors=page.wrong(f"{path}-others"),
        required=False,
    )
    if not offered:
        return [replace(others, errors=[*page.wrong(path), *others.errors])]
    boxes = Field(
        name=path,
        label=said(asked.label),
        hint=said(asked.hint),
        kind="checkboxes",
        choices=[_choice(inside, row) for row in offered],
        value=chosen,
        errors=page.wrong(path),
        required=rule.is_required,
    )
    return [boxes, others]


def _belonging(page: Page, case: str) -> Field:
    """Say to which case the draft was begun; it may be taken out of it."""
    chosen = Choice(case, _("The case of notice %(jti)s") % {"jti": case})
    return Field(
        name="links.case",
        label=said(LINKS["case"].label),
        kind="select",
        choices=[chosen, Choice("", _("No other case"))],
        value=case,
        errors=page.wrong("links.case"),
        required=False,
    )


def _mended(page: Page, inside: Box, only_kinds: frozenset[str] | None) -> Field:
    chosen = first(page.typed, "links.corrects")
    also = (chosen,) if chosen else ()
    offered = candidates(inside, ANYTHING, also=also, ours_only=True, only_kinds=only_kinds)
    return Field(
        name="links.corrects",
        label=said(LINKS["corrects"].label),
        kind="select",
        choices=[Choice("", ""), *(_choice(inside, row) for row in offered)],
        value=chosen,
        errors=page.wrong("links.corrects"),
    )


def _choice(inside: Box, row: Entry) -> Choice:
    title = said(KINDS[row.kind].title) if row.kind in KINDS else row.kind
    whose = {journal.pk: journal.party for journal in (*inside.ours, *inside.theirs)}
    label = _("%(title)s, %(party)s, %(day)s") % {
        "title": title,
        "party": party_name(whose[row.journal_id]),
        "day": in_words(row.held_at.date()),
    }
    return Choice(row.jti, label, hint=_("Reference %(jti)s") % {"jti": row.jti})


def read_links(typed: Typed, kind: str) -> tuple[Links, Mapping[str, Sequence[str]]]:
    """Read the links of a form; what is wrong with them by the name of their field."""
    mistakes: dict[str, list[str]] = {}
    given: dict[str, object] = {}
    for name in ("answers", "refers"):
        lines = typed.get(f"links.{name}-others", ())
        others = [word for line in lines for word in line.split()]
        given[name] = tuple(dict.fromkeys((*typed.get(f"links.{name}", ()), *others)))
    for name in ("case", "corrects", "act"):
        if value := first(typed, f"links.{name}"):
            given[name] = value
    try:
        links = Links.model_validate(given)
    except ValidationError as error:
        for found in error.errors():
            where = str(found["loc"][0]) if found["loc"] else "answers"
            field = f"links.{where}-others" if where in {"answers", "refers"} else f"links.{where}"
            mistakes[field] = [_("A reference is not as its page shows it. Copy it whole.")]
        return Links(), mistakes
    notice = KINDS[kind]
    if notice.answers.is_required and not links.answers:
        mistakes["links.answers"] = [_("Choose the notice that this one answers.")]
    if notice.refers.is_required and not links.refers:
        mistakes["links.refers"] = [_("Choose the notice that this one is about.")]
    if notice.corrects and links.corrects is None:
        mistakes["links.corrects"] = [_("Name the notice that is corrected or withdrawn.")]
    return links, mistakes


def note_all(answered: Answered, mistakes: Mapping[str, Sequence[str]]) -> None:
    """Put what is wrong with the links beside the other mistakes."""
    for name, every in mistakes.items():
        for words in every:
            answered.note(name, words)
    if mistakes:
        answered.notice = None
