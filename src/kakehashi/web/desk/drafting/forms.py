"""One draft's form: what was typed, changed by a press of a button, judged, drawn."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from pydantic import ValidationError

from kakehashi.core.notices import KINDS
from kakehashi.core.notices.notice import COMPARTMENTS
from kakehashi.core.notices.payload import Classification, Links
from kakehashi.desk.models import Draft
from kakehashi.desk.sealing import Content
from kakehashi.exchange.outlook import view_now
from kakehashi.registers.importing import list_notice
from kakehashi.registers.models import ImportedList
from kakehashi.web.desk.drafting import answers, controls, envelopes, linking, rows
from kakehashi.web.desk.drafting.answers import Kept, Typed
from kakehashi.web.desk.drafting.controls import Page
from kakehashi.web.desk.drafting.offering import sides_now
from kakehashi.web.desk.drafting.questions import Question, Words, questions_of
from kakehashi.web.desk.notices.queries import box
from kakehashi.web.parts.fields import Control
from kakehashi.web.parts.shapes import ErrorSummary
from kakehashi.web.parts.uploads import LARGEST, about

LAYOUT: Final = "list.layout"
AS_OF: Final = "list.as_of"
FILE: Final = "list.file"
TAKEN: Final = "list.taken"
SOURCE: Final = "source"
QUOTED: Final = "links.act"
"""The act at home that the notice quotes: set where the draft is begun, never typed."""
"""What a draft of a list knows beside its form; only `source` is ever posted."""
_ROOMS = (SOURCE, *COMPARTMENTS, envelopes.PREFIX, "links")
_NAME = re.compile(r"[a-z_]+([.-][a-z0-9_]+)*")


LIST_SOURCE: Final = Words(label="Source", hint="What the list is, in a line.")


def revision_of(post: Mapping[str, str]) -> int:
    """The revision that a form was drawn from; -1, which fits none, where it says nonsense."""
    said = post.get("revision", "")
    return int(said) if re.fullmatch(r"[0-9]{1,9}", said) else -1


def guard(kind: str, typed: Typed, classes: Sequence[Classification]) -> str:
    """The highest class of what a form holds: who may open the draft."""
    if set(classes) == {Classification.CONFIDENTIAL}:
        return Classification.CONFIDENTIAL
    for room in ("confidential", "restricted"):
        if room in questions_of(kind) and _is_filled(typed, room):
            return room
    chosen = answers.first(typed, f"{envelopes.PREFIX}.class")
    return chosen if chosen in set(classes) else (classes[0] if classes else "confidential")


def _is_filled(typed: Typed, room: str) -> bool:
    return any(name == room or name.startswith(f"{room}.") for name in typed)


class DraftForm:
    """A draft's form in one request."""

    def __init__(
        self,
        draft: Draft,
        content: Content,
        *,
        now: datetime,
        language: str,
        office: str = "",
        may_read_confidential: bool = True,
        only_kinds: frozenset[str] | None = None,
    ) -> None:
        self.draft, self.content, self.office = draft, content, office
        self.only_kinds = only_kinds
        self.sides = sides_now(draft.agreement, now)
        self.language, self.may_read_confidential = language, may_read_confidential
        self.mistakes: dict[str, list[str]] = {}
        self.new_files: list[tuple[str, dict[str, Any], bytes]] = []
        self.too_large: list[str] = []
        self.said: dict[str, Any] = {}

    @property
    def guard(self) -> str:
        """The highest class of what the form holds."""
        return guard(self.draft.kind, self.content.typed, self.sides.classes(self.draft.kind))

    def take(self, post: QueryDict, files: MultiValueDict[str, Any]) -> None:
        """Take what was typed, exactly; what belongs to no field of the form is left out."""
        known = {
            name: values
            for name, values in self.content.typed.items()
            if name.startswith("list.") or name == QUOTED
        }
        self.content.typed = known | {
            name: [str(value) for value in values]
            for name, values in post.lists()
            if _is_of_form(name) and name != QUOTED
        }
        for name, upload in files.items():
            if not isinstance(upload, InMemoryUploadedFile) or not _is_of_form(name):
                continue
            if (upload.size or 0) > LARGEST:
                self.too_large.append(name)
            elif data := upload.read():
                self.new_files.append((name, about(upload, data), data))

    def change_rows(self, again: str) -> str:
        """Add or remove the row that a button names; give the id to which the page returns."""
        typed, where, gone = rows.changed(self.content.typed, again, self._question_at)
        self.content.typed = typed
        if gone:
            self.new_files = [new for new in self.new_files if not new[0].startswith(f"{gone}.")]
        return where

    def _question_at(self, name: str) -> Question | None:
        steps = rows.steps_of(name)
        return rows.question_at(questions_of(self.draft.kind).get(steps[0]), steps[1:])

    def judge_files(self) -> None:
        """Note the files that were too large; they are not kept."""
        for name in self.too_large:
            words = _("This file is larger than 16 MB. Choose a smaller one.")
            self.mistakes.setdefault(name, []).append(words)

    def judge(self) -> None:
        """Make the notice and its envelope, or note every mistake."""
        kind, typed = self.draft.kind, self.content.typed
        links, wrong = linking.read_links(typed, kind)
        if self.is_of_list:
            answered = self._answered_by_list(links)
        else:
            answered = answers.answer(kind, typed, files=self._kept(), links=links)
        self._note_unread(answered)
        made = answered.notice
        envelope = envelopes.read_envelope(typed, self.sides, kind, answered)
        linking.note_all(answered, wrong)
        self.mistakes = answered.mistakes
        self.judge_files()
        if made is not None and not self.mistakes:
            self.said = envelopes.said_of(made, envelope, answered.files)

    def _note_unread(self, answered: answers.Answered) -> None:
        """Note what the counterpart's node, which is not updated yet, could not read."""
        later = {pair: name for pair, name in answered.versions.items() if pair[1] > 1}
        view = view_now(self.draft.agreement) if later else None
        for pair, name in later.items():
            if view is None or pair not in view.vocabulary:
                answered.note(name, _("The other side's node cannot read this yet. Leave it out."))

    @property
    def is_of_list(self) -> bool:
        """Whether the notice shares a list that was taken; then its rows are not asked."""
        return TAKEN in self.content.typed

    def _answered_by_list(self, links: Links) -> answers.Answered:
        typed, answered = self.content.typed, answers.Answered()
        imported = ImportedList.objects.get(pk=int(answers.first(typed, TAKEN)))
        try:
            answered.notice = list_notice(
                imported,
                source=answers.first(typed, SOURCE).strip(),
                language=answers.first(typed, f"{SOURCE}-lang") or self.language,
                refers=links.refers,
            )
        except ValidationError:
            answered.note(SOURCE, _("Say in a line what the list is."))
        return answered

    def _kept(self) -> dict[str, Kept]:
        return {name: Kept(**known) for name, known in self.content.files.items()}

    def controls(self) -> list[Control]:
        """Draw the form: the content by its compartments, other notices, the decision."""
        kind = self.draft.kind
        page = Page(
            typed=self.content.typed,
            profile=self.sides.profile,
            language=self.language,
            today=self.sides.today,
            mistakes=self.mistakes,
            files=self._kept(),
        )
        drawn: list[Control] = []
        inside = box(self.draft.agreement)
        linked = linking.link_controls(page, inside, kind, only_kinds=self.only_kinds)
        if linked is not None and _comes_first(kind):
            drawn.append(linked)
        asked = {SOURCE: LIST_SOURCE} if self.is_of_list else questions_of(kind)
        for name, question in asked.items():
            if name == "confidential" and not self.may_read_confidential:
                continue
            drawn += controls.controls(page, question, name)
        if linked is not None and not _comes_first(kind):
            drawn.append(linked)
        drawn.append(envelopes.envelope_controls(page, self.sides, kind, office=self.office))
        return drawn

    def summary(self, drawn: Sequence[Control]) -> ErrorSummary | str:
        """Every mistake for the top of the page, also those that no drawn field shows."""
        shown = set(_names(drawn))
        general = [
            words for name, every in self.mistakes.items() if name not in shown for words in every
        ]
        return controls.summary(drawn, general)


def _is_of_form(name: str) -> bool:
    """Say whether a name that was posted may be one of a form's."""
    return bool(_NAME.fullmatch(name)) and re.split("[.-]", name)[0] in _ROOMS


def _comes_first(kind: str) -> bool:
    notice = KINDS[kind]
    return notice.answers.is_required or notice.refers.is_required or notice.corrects


def _names(drawn: Sequence[Control]) -> list[str]:
    names: list[str] = []
    for control in drawn:
        names.append(control.name)
        inner = getattr(control, "fields", None) or getattr(control, "rows", None)
        if isinstance(inner, list | tuple):
            names += _names(inner)
    return names
