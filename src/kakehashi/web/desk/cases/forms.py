"""What an officer types on a case's page: read, judged, and shown again as it was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from kakehashi.core.ids import is_uuid7
from kakehashi.desk.models import CaseFile, CaseNote
from kakehashi.web.desk.cases import words as case_words
from kakehashi.web.parts.dates import NotADate, read_date
from kakehashi.web.parts.fields import Choice, Field, error_summary, posted_date
from kakehashi.web.parts.shapes import ErrorSummary

MOST_WORDS: Final = 20_000
MOST_IN_REFERENCE: Final = 60


@dataclass(slots=True)
class CaseForms:
    """The forms of a case's page in one request: what stands in them, and what is wrong."""

    officers: Sequence[tuple[int, str]]
    typed: Mapping[str, str] = field(default_factory=dict)
    day: tuple[str, str, str] = ("", "", "")
    wrong: dict[str, str] = field(default_factory=dict)

    def take(self, post: QueryDict) -> None:
        """Take what was typed, exactly."""
        self.typed = {
            name: post.get(name, "") for name in ("sort", "words", "number", "to", "other")
        }
        self.day = posted_date(post, "done_on")

    def note_fields(self) -> list[Field]:
        """The questions of a working note."""
        sorts = [Choice(code, words) for code, words in case_words.SORTS.items()]
        return [
            Field(
                name="sort",
                label=_("What it is"),
                kind="select",
                choices=sorts,
                value=self.typed.get("sort", ""),
                errors=self._wrong("sort"),
            ),
            Field(
                name="words",
                label=_("In words"),
                hint=_("It stays on this node, sealed. The other side never sees it."),
                kind="textarea",
                value=self.typed.get("words", ""),
                errors=self._wrong("words"),
            ),
            Field(
                name="done_on",
                label=_("Day of what it tells"),
                kind="date",
                value=self.day,
                errors=self._wrong("done_on"),
                required=False,
            ),
            Field(
                name="file",
                label=_("File"),
                kind="file",
                errors=self._wrong("file"),
                required=False,
            ),
        ]

    def number_field(self, file: CaseFile | None) -> Field:
        """The question of this side's own file number."""
        known = file.reference if file else ""
        return Field(
            name="number",
            label=_("Our file number"),
            value=self.typed.get("number", known),
            errors=self._wrong("number"),
            required=False,
            width="20",
        )

    def officer_field(self, file: CaseFile | None) -> Field:
        """The question of whose case it is."""
        known = str(file.assigned_to_id or "") if file else ""
        officers = [Choice(str(pk), name) for pk, name in self.officers]
        return Field(
            name="to",
            label=_("Officer in charge"),
            kind="select",
            choices=[Choice("", _("Nobody yet")), *officers],
            value=self.typed.get("to", known),
            errors=self._wrong("to"),
            required=False,
        )

    def link_field(self) -> Field:
        """The question of which other case belongs beside this one."""
        return Field(
            name="other",
            label=_("Other case"),
            hint=_("The address of its page, or the reference of one of its notices"),
            value=self.typed.get("other", ""),
            errors=self._wrong("other"),
        )

    def summary(self, fields: Sequence[Field]) -> ErrorSummary | str:
        """Every mistake, for the top of the page."""
        return error_summary(fields)

    def _wrong(self, name: str) -> list[str]:
        return [self.wrong[name]] if name in self.wrong else []

    def judge_note(self) -> date | None:
        """Note what is wrong with a note; give the day that it names."""
        if self.typed["sort"] not in CaseNote.Sort.values:
            self.wrong["sort"] = _("Choose what it is.")
        if not self.typed["words"].strip():
            self.wrong["words"] = _("Write what is to be noted.")
        elif len(self.typed["words"]) > MOST_WORDS:
            self.wrong["words"] = _("This is too long. Put it into a file.")
        if not any(self.day):
            return None
        try:
            return read_date(*self.day)
        except NotADate as mistake:
            self.wrong["done_on"] = str(mistake)
            return None

    def judge_number(self) -> str:
        """Note what is wrong with a file number; give it."""
        number = self.typed["number"].strip()
        if len(number) > MOST_IN_REFERENCE or not number.isprintable():
            self.wrong["number"] = _("Write at most 60 letters and figures on one line.")
        return number

    def judge_officer(self) -> int | None:
        """Note what is wrong with the officer; give their id, None for nobody."""
        if not self.typed["to"]:
            return None
        found = {str(pk): pk for pk, _name in self.officers}
        if self.typed["to"] not in found:
            self.wrong["to"] = _("Choose an officer from the list.")
            return None
        return found[self.typed["to"]]

    def judge_other(self) -> str:
        """Note what is wrong with the reference of another case; give that reference."""
        words = [word for word in self.typed["other"].strip().split("/") if word]
        reference = next((word for word in reversed(words) if is_uuid7(word)), "")
        if not reference:
            self.wrong["other"] = _("Copy the address of the other case's page.")
        return reference
