"""The form of a candidate's case, generated from what a case holds."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from kakehashi import node
from kakehashi.core.certificate.case import CandidateCase as Content
from kakehashi.web.desk.drafting import answers, controls, filling, rows
from kakehashi.web.desk.drafting.controls import Page
from kakehashi.web.desk.drafting.questions import Question, record_of
from kakehashi.web.parts.fields import Control
from kakehashi.web.parts.shapes import ErrorSummary

NAME: Final = "case"


class CaseForm:
    """One form in one request: what was typed, changed by a button, judged, drawn."""

    def __init__(self, agreement: str, *, language: str, today: date) -> None:
        self.agreement, self.language, self.today = agreement, language, today
        self.record = record_of(Content)
        self.typed: dict[str, list[str]] = {
            name: [value] for name, value in answers.opened(self.record, NAME)
        }
        self.mistakes: Mapping[str, list[str]] = {}

    def fill(self, content: Content) -> None:
        """Show what a case says."""
        self.typed = filling.filled_record(self.record, content, NAME)

    def propose_validity(self, until: date) -> None:
        """Propose the certificate's last day."""
        self.typed |= filling.filled_day(f"{NAME}.valid_until_on", until)

    def take(self, post: QueryDict) -> str:
        """Take what was typed and press the button of a row; give the id to return to."""
        typed = {
            name: [str(value) for value in values]
            for name, values in post.lists()
            if name.startswith(f"{NAME}.")
        }
        self.typed, where, _gone = rows.changed(typed, post.get("again", ""), self._question_at)
        return where

    def judge(self) -> Content | None:
        """Make the case, or note every mistake."""
        made, self.mistakes = answers.answer_record(self.record, self.typed, NAME)
        if isinstance(made, Content) and made.candidate.born_on >= self.today:
            self.mistakes = {f"{NAME}.candidate.born_on": [_("This day lies in the future.")]}
        return made if isinstance(made, Content) and not self.mistakes else None

    def controls(self) -> list[Control]:
        """Draw the form."""
        page = Page(
            typed=self.typed,
            profile=node.profile(self.agreement),
            language=self.language,
            today=self.today,
            mistakes=self.mistakes,
        )
        return [
            control
            for name, question in self.record.questions.items()
            for control in controls.controls(page, question, f"{NAME}.{name}")
        ]

    def summary(self, drawn: list[Control]) -> ErrorSummary | str:
        """Every mistake for the top of the page."""
        return controls.summary(drawn, self.mistakes.get("", []))

    def _question_at(self, name: str) -> Question | None:
        return rows.question_at(self.record, rows.steps_of(name)[1:])
