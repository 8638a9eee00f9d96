"""From a notice back to a filled form: for a restated notice, an example, a prepared draft."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kakehashi.core.notices import Notice
from kakehashi.core.notices.payload import Links, Payload
from kakehashi.core.notices.text import Text
from kakehashi.web.desk.drafting.answers import ROW
from kakehashi.web.desk.drafting.questions import (
    TICKED,
    File,
    Leaf,
    Question,
    Record,
    Restatement,
    Rows,
    Several,
    Sum,
    Words,
    questions_of,
    restated_questions,
)

Filled = dict[str, list[str]]


def filled(notice: Notice, *, files: Sequence[str] = ()) -> Filled:
    """Fill the form of a notice's kind with it; `files` are the names its files are kept under."""
    typed: Filled = {}
    for name, question in questions_of(notice.kind).items():
        _fill(question, getattr(notice, name), name, typed, files)
    return typed | _filled_links(notice.links)


def filled_partly(kind: str, compartment: str, given: Mapping[str, Any]) -> Filled:
    """Fill some fields of one compartment of a kind's form; the others stay as they begin."""
    typed: Filled = {}
    question = questions_of(kind)[compartment]
    if isinstance(question, Record):
        path = _opened(question, compartment, typed)
        for name, value in given.items():
            _fill(question.questions[name], value, f"{path}.{name}", typed, ())
    return typed


def filled_part(kind: str, role: str, payload: Payload) -> Filled:
    """Fill one compartment of a kind's form; what it does not say is asked as before."""
    typed: Filled = {}
    _fill(questions_of(kind)[role], payload, role, typed, ())
    return typed


def filled_record(record: Record, payload: Payload, name: str) -> Filled:
    """Fill the form of a payload that is no notice."""
    typed: Filled = {}
    _fill_fields(record, payload, name, typed, ())
    return typed


def _filled_links(links: Links) -> Filled:
    typed: Filled = {f"links.{name}": list(getattr(links, name)) for name in ("answers", "refers")}
    for name in ("case", "corrects"):
        if value := getattr(links, name):
            typed[f"links.{name}"] = [value]
    return typed


def filled_day(name: str, day: date) -> Filled:
    """Fill the three boxes of a date."""
    return {
        f"{name}-year": [str(day.year)],
        f"{name}-month": [str(day.month)],
        f"{name}-day": [str(day.day)],
    }


def _fill(question: Question, value: Any, name: str, typed: Filled, files: Sequence[str]) -> None:  # noqa: ANN401 - a payload's own
    if value is None:
        return
    match question:
        case Leaf(sort=sort):
            typed.update(_filled_leaf(sort, value, name))
        case Several():
            typed[name] = _filled_several(question, value)
        case Words():
            _fill_words(value, name, typed)
        case Sum():
            typed[f"{name}-amount"] = [value.amount]
            typed[f"{name}-currency"] = [value.currency]
        case Record():
            path = _opened(question, name, typed)
            _fill_fields(question, value, path, typed, files)
        case Rows(each=each):
            _fill_rows(each, value, name, typed, files)
        case Restatement(compartment=compartment):
            path = _opened(question, name, typed)
            typed[f"{path}.kind"] = [value.kind]
            record = restated_questions(value.kind, compartment)
            if record is not None:
                _fill_fields(record, value.content, f"{path}.content", typed, files)
        case File():
            return


def _filled_several(question: Several, value: Sequence[Any]) -> list[str]:
    texts = [each.isoformat() if isinstance(each, date) else str(each) for each in value]
    return texts if question.each.sort in TICKED else ["\n".join(texts)]


def _fill_rows(
    each: Question, value: Sequence[Any], name: str, typed: Filled, files: Sequence[str]
) -> None:
    for row, item in enumerate(value):
        typed[f"{name}.{row}.{ROW}"] = ["1"]
        if isinstance(each, Record):
            _fill_fields(each, item, f"{name}.{row}", typed, files)
        else:
            _fill(each, item, f"{name}.{row}", typed, files)


def _opened(question: Record | Restatement, name: str, typed: Filled) -> str:
    if question.required:
        return name
    typed[f"{name}.0.{ROW}"] = ["1"]
    return f"{name}.0"


def _fill_fields(
    record: Record, value: Payload, path: str, typed: Filled, files: Sequence[str]
) -> None:
    for field_name, question in record.questions.items():
        if isinstance(question, File):
            number: int = value.number  # type: ignore[attr-defined]  # an attachment has one
            if number <= len(files):
                typed[f"{path}.{field_name}"] = [files[number - 1]]
        else:
            _fill(question, getattr(value, field_name), f"{path}.{field_name}", typed, files)


def _filled_leaf(sort: str, value: Any, name: str) -> Mapping[str, list[str]]:  # noqa: ANN401 - a payload's own
    if sort == "day":
        return filled_day(name, value)
    if sort == "tick":
        return {name: ["yes"]} if value else {}
    if sort == "yes-no":
        return {name: ["yes" if value else "no"]}
    return {name: [str(value)]}


def _fill_words(value: Text, name: str, typed: Filled) -> None:
    typed[name], typed[f"{name}-lang"] = [value.text], [value.lang]
    for row, aid in enumerate(value.aids or ()):
        path = f"{name}.aids.{row}"
        typed[f"{path}.{ROW}"] = ["1"]
        typed[f"{path}.text"], typed[f"{path}.text-lang"] = [aid.text], [aid.lang]
        typed[f"{path}.made_by"] = [aid.made_by.value]
