"""Questions and what was typed, as the controls of a page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.core.agreement import Profile
from kakehashi.core.notices import KINDS
from kakehashi.core.notices.text import TranslatedBy
from kakehashi.web.desk.drafting.answers import ROW, Kept, Typed, first, rows_of
from kakehashi.web.desk.drafting.choices import choices, languages
from kakehashi.web.desk.drafting.questions import (
    TICKED,
    Asked,
    File,
    Leaf,
    Question,
    Record,
    Restatement,
    Rows,
    Several,
    Sum,
    Words,
    kinds_with,
    restated_questions,
)
from kakehashi.web.desk.speech import said
from kakehashi.web.parts.fields import Choice, Control, Field, Group, Kind, Repeat, Width
from kakehashi.web.parts.fields import error_summary as _summary
from kakehashi.web.parts.shapes import ErrorSummary, Mistake

CURRENCIES = ("JPY", "KHR", "TJS", "USD", "EUR", "CNY", "RUB", "THB", "VND", "IDR")
MANY_CHOICES = 7
HINTS = {
    "whole": gettext_lazy("In figures"),
    "country": gettext_lazy("Two letters, such as KH, TJ or JP"),
    "month": gettext_lazy("Year and month, such as 2026-07"),
    "notice": gettext_lazy("The reference of the notice, as its page shows it"),
    "web": gettext_lazy("Beginning with https://"),
}
LINE_HINTS = {
    "language": gettext_lazy("One to a line, as a code: en, ja, km, tg"),
    "day": gettext_lazy("One to a line, such as 2026-07-01"),
    "whole": gettext_lazy("One to a line, in figures"),
}


Within = Callable[[str], list[Control]]


@dataclass(frozen=True)
class Page:
    """What a form is drawn from beside its questions.

    `mistakes` are words by the name of a field, `files` what the draft keeps, `language` that in
    which a text is expected, `today` the day by which fields are offered.
    """

    typed: Typed
    profile: Profile
    language: str
    today: date
    mistakes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, Kept] = field(default_factory=dict)
    may_read_confidential: bool = True

    def wrong(self, name: str) -> Sequence[str]:
        """The mistakes of a field."""
        return self.mistakes.get(name, ())


def controls(page: Page, question: Question, name: str) -> list[Control]:
    """The controls of one question."""
    match question:
        case Leaf():
            return [_leaf(page, question, name)]
        case Several():
            return [_several(page, question, name)]
        case Words():
            return _words(page, question, name)
        case Sum():
            return [_sum(page, question, name)]
        case File():
            return _file(page, name)
        case Record():
            return [_record(page, question, name)]
        case Rows():
            return [_rows(page, question, name)]
        case Restatement():
            return [_restatement(page, question, name)]


def _leaf(page: Page, leaf: Leaf, name: str) -> Field:
    if leaf.sort == "day":
        typed = tuple(first(page.typed, f"{name}-{unit}") for unit in ("year", "month", "day"))
        return _field(page, leaf, name, "date", value=typed)
    value = first(page.typed, name) or leaf.default
    known = choices(page.profile, page.today, leaf, value)
    if leaf.sort == "tick":
        return _field(page, leaf, name, "checkbox", value=value if name in page.typed else "")
    if known:
        is_short = len(known) < MANY_CHOICES and leaf.sort in {"code", "yes-no"}
        if is_short and leaf.required:
            return _field(page, leaf, name, "radios", value=value, choices=known)
        offered = [Choice("", _nothing_chosen(leaf)), *known]
        return _field(page, leaf, name, "select", value=value, choices=offered)
    if leaf.sort == "paragraphs":
        return _field(page, leaf, name, "textarea", value=value)
    kind: Kind = "number" if leaf.sort == "whole" else "email" if leaf.sort == "email" else "text"
    return _field(page, leaf, name, kind, value=value, width=_width(leaf))


def _nothing_chosen(leaf: Leaf) -> str:
    return _("As its letters show") if leaf.sort == "script" else ""


def _width(leaf: Leaf) -> Width:
    if leaf.sort in {"whole", "country", "hour"}:
        return "4"
    if leaf.sort in {"month", "party"}:
        return "10"
    return "20" if leaf.longest is not None and leaf.longest <= 100 else "full"


def _several(page: Page, question: Several, name: str) -> Field:
    values = tuple(page.typed.get(name, ()))
    if question.each.sort in TICKED:
        known = choices(page.profile, page.today, question.each, *values)
        return _field(page, question, name, "checkboxes", value=values, choices=known)
    hint = LINE_HINTS.get(question.each.sort, _("One to a line"))
    text = "\n".join(values)
    return _field(page, question, name, "textarea", value=text, hint=hint, rows=3)


def _words(page: Page, question: Words, name: str) -> list[Control]:
    text = _field(
        page,
        question,
        name,
        "textarea",
        value=first(page.typed, name),
        languages=_tongues(page, name),
        value_lang=_tongue(page, name),
    )
    path = f"{name}.aids"
    rows = [
        Group(label=_("Translation"), fields=_aid(page, f"{path}.{row}"))
        for row in rows_of(page.typed, path)
    ]
    aids = Repeat(
        name=path,
        label=_("Translations as aids: %(label)s") % {"label": said(question.label)},
        hint=_("They help the reader. Only the text itself counts.") if rows else "",
        rows=rows,
        add_label=_("Add a translation"),
        errors=page.wrong(path),
        most=10,
    )
    return [text, aids]


def _aid(page: Page, path: str) -> list[Control]:
    text = Field(
        name=f"{path}.text",
        label=_("Translation"),
        kind="textarea",
        value=first(page.typed, f"{path}.text"),
        languages=_tongues(page, f"{path}.text"),
        value_lang=_tongue(page, f"{path}.text"),
        errors=page.wrong(f"{path}.text"),
    )
    by = Leaf(label="Translated by", sort="code", codes=TranslatedBy)
    return [_mark(path), text, _leaf(page, by, f"{path}.made_by")]


def _tongue(page: Page, name: str) -> str:
    return first(page.typed, f"{name}-lang") or page.language


def _tongues(page: Page, name: str) -> list[Choice]:
    offered, chosen = languages(), _tongue(page, name)
    known = {choice.value for choice in offered}
    return offered if chosen in known else [*offered, Choice(chosen, chosen)]


def _sum(page: Page, question: Sum, name: str) -> Field:
    amount = first(page.typed, f"{name}-amount")
    currency = first(page.typed, f"{name}-currency") or CURRENCIES[0]
    codes = dict.fromkeys((*CURRENCIES, currency))
    known = [Choice(code, code) for code in codes]
    return _field(page, question, name, "money", value=(amount, currency), choices=known)


def _file(page: Page, name: str) -> list[Control]:
    kept_as = first(page.typed, name)
    kept = page.files.get(kept_as)
    hint = _("PDF, picture or text, at most 16 MB")
    if kept is not None:
        size = max(1, kept.length // 1024)
        hint = _("Kept: %(name)s (%(size)s kB). Choose another file to replace it.") % {
            "name": kept.file_name,
            "size": size,
        }
    asked = Asked(label="File", required=kept is None)
    chosen = _field(page, asked, name, "file", hint=hint)
    return [Field(name=name, label="", kind="hidden", value=kept_as), chosen] if kept else [chosen]


def _record(page: Page, record: Record, name: str) -> Group | Repeat:
    if record.required:
        return Group(
            name=name,
            label=said(record.label),
            hint=said(record.hint),
            errors=page.wrong(name),
            fields=_within(page, record, name),
        )
    return _added(page, record, name, lambda path: _within(page, record, path))


def _added(page: Page, question: Record | Restatement, name: str, within: Within) -> Repeat:
    """An optional record: a list of at most one row, so that it works without a script."""
    rows = [
        Group(label=said(question.label), fields=[_mark(f"{name}.{row}"), *within(f"{name}.{row}")])
        for row in rows_of(page.typed, name)[:1]
    ]
    return Repeat(
        name=name,
        label=said(question.label),
        hint=said(question.hint),
        rows=rows,
        add_label=_("Add: %(label)s") % {"label": said(question.label)},
        errors=page.wrong(name),
        most=1,
    )


def _within(page: Page, record: Record, path: str) -> list[Control]:
    return [
        control
        for field_name, question in record.questions.items()
        for control in controls(page, question, f"{path}.{field_name}")
    ]


def _mark(path: str) -> Field:
    return Field(name=f"{path}.{ROW}", label="", kind="hidden", value="1")


def _rows(page: Page, question: Rows, name: str) -> Repeat:
    rows = []
    for position, row in enumerate(rows_of(page.typed, name), 1):
        path = f"{name}.{row}"
        each = question.each
        inner = (
            _within(page, each, path) if isinstance(each, Record) else controls(page, each, path)
        )
        label = _("%(label)s, number %(position)s") % {
            "label": said(question.label),
            "position": position,
        }
        rows.append(
            Group(name=path, label=label, fields=[_mark(path), *inner], errors=page.wrong(path))
        )
    return Repeat(
        name=name,
        label=said(question.label),
        hint=said(question.hint),
        rows=rows,
        add_label=_("Add: %(label)s") % {"label": said(question.label)},
        errors=page.wrong(name),
        least=question.least,
        most=question.most,
    )


def _restatement(page: Page, question: Restatement, name: str) -> Group | Repeat:
    def within(path: str) -> list[Control]:
        return _restated(page, question, path)

    if question.required:
        return Group(name=name, label=said(question.label), fields=within(name))
    return _added(page, question, name, within)


def _restated(page: Page, question: Restatement, path: str) -> list[Control]:
    chosen = first(page.typed, f"{path}.kind")
    offered = [Choice(kind, said(KINDS[kind].title)) for kind in kinds_with(question.compartment)]
    which = Field(
        name=f"{path}.kind",
        label=_("Kind of notice"),
        kind="select",
        value=chosen,
        hint=_("Choose the kind, then press “Show its fields” below."),
        choices=[Choice("", ""), *offered],
        errors=page.wrong(f"{path}.kind"),
    )
    record = restated_questions(chosen, question.compartment)
    rows = []
    if record is not None:
        inner = _within(page, record, f"{path}.content")
        rows = [Group(name=f"{path}.content", label=said(KINDS[chosen].title), fields=inner)]
    shown = Repeat(
        name=f"{path}.content",
        label=said(question.label),
        rows=rows,
        add_label=_("Show its fields"),
        least=1 if rows else 0,
        most=1,
    )
    return [which, shown]


def _field(  # noqa: PLR0913 - what a control has
    page: Page,
    asked: Asked,
    name: str,
    kind: Kind,
    *,
    value: str | tuple[str, ...] = "",
    choices: Sequence[Choice] = (),
    languages: Sequence[Choice] = (),
    value_lang: str = "",
    hint: object = "",
    width: Width = "full",
    rows: int = 4,
) -> Field:
    default = HINTS.get(asked.sort, "") if isinstance(asked, Leaf) else ""
    return Field(
        name=name,
        label=said(asked.label),
        kind=kind,
        value=value,
        hint=said(asked.hint) or str(hint or default),
        errors=page.wrong(name),
        choices=choices,
        languages=languages,
        value_lang=value_lang,
        required=asked.required,
        width=width,
        rows=rows,
    )


def summary(drawn: Sequence[Control], general: Sequence[str]) -> ErrorSummary | str:
    """The summary on top: what is about no field, then each mistake with its field's label."""
    found = [Mistake(words) for words in general]
    found += list(_labelled(drawn))
    return ErrorSummary(found) if found else _summary(())


def _labelled(drawn: Sequence[Control]) -> Iterator[Mistake]:
    for control in drawn:
        where = control.first_id if isinstance(control, Field) else f"id_{control.name}"
        for words in control.errors:
            text = _("%(field)s: %(mistake)s") % {"field": control.label, "mistake": words}
            yield Mistake(text, where)
        match control:
            case Group():
                yield from _labelled(control.fields)
            case Repeat():
                yield from _labelled(control.rows)
            case _:
                pass
