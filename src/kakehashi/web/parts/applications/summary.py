"""An application to be read: each step's answers under its title, in the order of the steps."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from kakehashi.core.approving.asks import (
    DECLARATION,
    DECLARED,
    PAPERS,
    STEPS,
    Answers,
    Ask,
    Mistake,
    Row,
    Sort,
    Step,
    Wrong,
    chosen,
    money,
)
from kakehashi.core.approving.completeness import Checked, undertaking
from kakehashi.core.approving.papers import Paper
from kakehashi.core.approving.standards import StandardSet
from kakehashi.web.parts import shapes
from kakehashi.web.parts.applications import words
from kakehashi.web.parts.shapes import Amount, Lines, Named, Shown, Status, Summary

Papers = Mapping[str, tuple[str, str]]
"""The files of an application: which paper each is and its name, by its address."""
Change = Callable[[str], str]
"""Where a step may be changed; empty where it may not."""


def no_change(_step: str) -> str:
    """Say that nothing may be changed."""
    return ""


def summaries(
    answers: Answers,
    papers: Papers,
    standards: StandardSet,
    *,
    checked: Checked | None = None,
    change: Change = no_change,
) -> list[Summary]:
    """Every step as a summary; what is missing or wrong stands beside the answer."""
    wrong = checked or Checked(())
    shown = [
        Summary(
            [*_rows(step, answers.get(step.name, ()), wrong.of(step.name), change(step.name))],
            words.STEPS[step.name][0],
        )
        for step in STEPS
    ]
    shown.append(_papers(papers, standards, wrong.of(PAPERS), change(PAPERS)))
    shown.append(_declaration(answers, standards, wrong.of(DECLARATION), change(DECLARATION)))
    return [one for one in shown if one.rows]


def _rows(
    step: Step, rows: Sequence[Row], wrong: Sequence[Mistake], change: str
) -> Iterator[shapes.Row]:
    if not rows:
        yield shapes.Row(words.STEPS[step.name][0], _missing(_("Nothing was entered yet.")), change)
        return
    if not step.is_many:
        for ask in step.asks:
            key = words.ASKS[f"{step.name}.{ask.name}"][0]
            value = _answer(step, ask, rows[0], _about(wrong, 0, ask.name))
            yield shapes.Row(key, value or "–", change)
        return
    for position, row in enumerate(rows):
        key = str(words.ROWS[step.name][0]) % {"number": position + 1}
        lines = [_answer(step, ask, row, _about(wrong, position, ask.name)) for ask in step.asks]
        yield shapes.Row(key, Lines([line for line in lines if line]), change)


def _about(wrong: Sequence[Mistake], row: int, name: str) -> Mistake | None:
    return next((one for one in wrong if (one.row, one.name) == (row, name)), None)


def _answer(step: Step, ask: Ask, row: Row, mistake: Mistake | None) -> Shown:
    typed = row.get(ask.name, "").strip()
    if mistake is not None:
        wrong = words.words_of(step.name, ask.name, mistake.wrong)
        if mistake.wrong is Wrong.MISSING:
            return _missing(wrong)
        told = {"what": words.ASKS[f"{step.name}.{ask.name}"][0], "wrong": wrong}
        return Lines([value_of(step, ask, row), _missing(_("%(what)s: %(wrong)s") % told)])
    return value_of(step, ask, row) if typed else ""


def value_of(step: Step, ask: Ask, row: Row) -> Shown:
    """Show one answer."""
    typed = row.get(ask.name, "").strip()
    match ask.sort:
        case Sort.MONEY:
            made = money(typed)
            return Amount(made.amount, made.currency) if made else typed
        case Sort.CHOICE | Sort.LANGUAGE:
            return words.choice(step.name, ask.name, typed)
        case Sort.CHOICES:
            return Lines([words.choice(step.name, ask.name, one) for one in chosen(typed)])
        case Sort.COUNTRY:
            return words.countries().get(typed, typed)
        case Sort.WHOLE if typed and step.is_many:
            return _("%(share)s per cent") % {"share": typed}
        case _:
            return Named(typed, row.get("lang") or "und") if typed else ""


def _papers(
    papers: Papers, standards: StandardSet, wrong: Sequence[Mistake], change: str
) -> Summary:
    there: dict[str, list[Shown]] = {}
    for href, (paper, file_name) in papers.items():
        there.setdefault(paper, []).append(shapes.Link(file_name, href) if href else file_name)
    missing = {one.name for one in wrong}
    rows = [
        shapes.Row(
            words.paper_name(paper),
            Lines(there.get(paper.value, []))
            if paper.value not in missing
            else _missing(_("This document is missing.")),
            change,
        )
        for paper in (*standards.papers, *(one for one in Paper if one.value in there))
        if paper.value in there or paper.value in missing
    ]
    return Summary(list({str(row.key): row for row in rows}.values()), words.STEPS[PAPERS][0])


def _declaration(
    answers: Answers, standards: StandardSet, wrong: Sequence[Mistake], change: str
) -> Summary:
    said = next(iter(answers.get(DECLARATION, ())), {})
    rows = [
        shapes.Row(
            words.plain(texts),
            Status(_("Declared"), "good")
            if said.get(undertaking(code)) == "yes"
            else _missing(_("Not declared")),
            change,
        )
        for code, texts in standards.undertakings.items()
    ]
    rows += [
        shapes.Row(
            words.ASKS[f"{DECLARATION}.{ask.name}"][0],
            _answer(DECLARED, ask, said, _about(wrong, 0, ask.name)),
            change,
        )
        for ask in DECLARED.asks
    ]
    return Summary(rows, words.STEPS[DECLARATION][0])


def _missing(text: str) -> Status:
    return Status(text, "warning")
