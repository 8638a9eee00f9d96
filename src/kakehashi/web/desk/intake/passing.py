"""What of a report goes to the other side: accepted piece by piece, then made a draft."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from kakehashi.core.agreement import Act
from kakehashi.core.notices.intermediaries import Category, PayerRole
from kakehashi.core.notices.values import RoughPeriod
from kakehashi.core.reporting.leaving import Accepted, Leaving, leaving, rough_money
from kakehashi.core.reporting.told import Sum, Told
from kakehashi.desk import actions, sealing
from kakehashi.desk.duties import home
from kakehashi.desk.models import Draft
from kakehashi.intake import notes
from kakehashi.intake.models import Report
from kakehashi.intake.sealing import OpenKeys
from kakehashi.web.desk.drafting.answers import ROW
from kakehashi.web.desk.drafting.beginning import begin
from kakehashi.web.desk.drafting.filling import filled_partly
from kakehashi.web.desk.drafting.forms import QUOTED
from kakehashi.web.desk.duties.own import lives_now
from kakehashi.web.desk.intake import words
from kakehashi.web.desk.speech import said
from kakehashi.web.parts.dates import month_in_words
from kakehashi.web.parts.doors import officer_of
from kakehashi.web.parts.fields import Choice, Field
from kakehashi.web.parts.uploads import about_bytes

KIND: Final = "intermediary.reported"
FILES: Final = "confidential.files"


@dataclass
class Choosing:
    """What an officer accepts of a report, as ticked, and what is wrong with it."""

    told: Told
    months: RoughPeriod | None
    blackened: Sequence[tuple[int, int]]
    posted: QueryDict | None
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def _chosen(self, name: str, every: Sequence[str]) -> tuple[str, ...]:
        if self.posted is None:
            return tuple(every)
        return tuple(one for one in self.posted.getlist(name) if one in every)

    def fields(self) -> list[Field]:
        """The questions: what of the report is accepted, and which role paid."""
        told = self.told
        payer = self.posted.get("payer", "") if self.posted else ""
        fields = [
            self._boxes(
                "categories", _("Categories"), [(c.value, said(c.label)) for c in told.categories]
            ),
            self._boxes(
                "people",
                _("Who is said to have acted"),
                [(str(n), f"{one.name} {one.contact}") for n, one in enumerate(told.people)],
                hint=_("Never the reporter, a candidate, a worker or a relative."),
            ),
            self._boxes(
                "sums",
                _("Money, rounded"),
                [(str(n), _rounded(one)) for n, one in enumerate(told.sums)],
            ),
            Field(
                name="payer",
                label=_("Who paid: a role, never a name"),
                kind="radios",
                choices=[Choice(role.value, said(role.label)) for role in PayerRole],
                value=payer,
                errors=self.wrong.get("payer", ()),
                required=bool(told.sums),
            ),
        ]
        if self.months is not None:
            fields.append(
                Field(
                    name="period",
                    label=_("Say when: %(months)s") % {"months": _in_words(self.months)},
                    kind="checkbox",
                    value="yes" if self.posted is None or self.posted.get("period") else "",
                    required=False,
                )
            )
        if told.permission.files:
            fields.append(self._boxes("files", _("Blackened pages"), self._pages()))
        return [one for one in fields if one.kind != "checkboxes" or one.choices]

    def _pages(self) -> list[tuple[str, str]]:
        return [
            (f"{n}.{page}", _("File %(file)s, page %(page)s") % {"file": n, "page": page})
            for n, page in self.blackened
        ]

    def _boxes(
        self, name: str, label: str, choices: Sequence[tuple[str, str]], *, hint: str = ""
    ) -> Field:
        return Field(
            name=name,
            label=label,
            hint=hint,
            kind="checkboxes",
            choices=[Choice(value, text.strip()) for value, text in choices],
            value=self._chosen(name, [value for value, _label in choices]),
            required=False,
        )

    def judge(self) -> Accepted | None:
        """Give what is accepted; None where something is to be mended."""
        told = self.told
        sums = self._chosen("sums", [str(n) for n in range(len(told.sums))])
        payer = self.posted.get("payer", "") if self.posted else ""
        if sums and payer not in set(PayerRole):
            self.wrong["payer"] = [_("Choose the role of whoever paid.")]
            return None
        return Accepted(
            categories=[Category(c) for c in self._chosen("categories", [*told.categories])],
            people=[int(n) for n in self._chosen("people", self._places(told.people))],
            sums=[int(n) for n in sums],
            payer=PayerRole(payer) if payer in set(PayerRole) else PayerRole.CANDIDATE,
            with_period=bool(self.posted and self.posted.get("period")),
        )

    @staticmethod
    def _places(rows: Sequence[object]) -> list[str]:
        return [str(n) for n in range(len(rows))]

    def files(self) -> list[tuple[int, int]]:
        """The blackened pages that go along, where the reporter permits it."""
        if not self.told.permission.files:
            return []
        chosen = self._chosen("files", [value for value, _label in self._pages()])
        return [(int(n), int(page)) for n, page in (one.split(".") for one in chosen)]


def _rounded(paid: Sum) -> str:
    """Say a sum as it was told, and as it leaves."""
    told = f"{paid.amount} {paid.currency}".strip()
    rough = rough_money(paid.amount, paid.currency)
    return f"{told} → {rough.amount} {rough.currency}" if rough else told


def _in_words(period: RoughPeriod) -> str:
    """Say the months that leave."""
    months = (period.from_month, period.until_month)
    return " – ".join(month_in_words(month) for month in months if month)


def release(report: Report, keys: OpenKeys, agreement: str, *, by: int, now: datetime) -> str:
    """Enter in the own ledger that a report is to be shared, since the reporter's permission.

    The ledger learns the day and nothing else. Gives the act's leaf hash for the notice to quote,
    the same one each time; "" where under the agreement nothing is due from it.
    """
    known = notes.notes_of([report], keys).get(report.public_id, ())
    for one in known:
        if one.sort == notes.RELEASED:
            return str(one.said["leaf"])
    new = home.New(act=Act.REPORT_RELEASED, day=report.received_on or now.date())
    try:
        leaf = home.record_act(new, lives=lives_now([agreement]), by=by, now=now).leaf
    except home.NothingDue:
        return ""
    notes.keep_note(report, notes.RELEASED, {"leaf": leaf}, now=now)
    return leaf


def pass_on(
    request: HttpRequest,
    report: Report,
    keys: OpenKeys,
    choosing: Choosing,
    accepted: Accepted,
    *,
    agreement: str,
    now: datetime,
) -> tuple[Draft, Leaving]:
    """Make a draft of what leaves; that it came of this report only the report's own notes know.

    Raises:
        NotPermitted: the reporter does not permit that the other side is told.

    """
    left = leaving(choosing.told, accepted, received_on=report.received_on or now.date())
    pages = [
        picture
        for number, page in choosing.files()
        if (picture := notes.blackened_of(report, number, page, keys)) is not None
    ]
    given = {
        "categories": left.categories,
        "source": left.source,
        "actors": left.actors,
        "acts": left.acts,
        "payments": left.payments,
    }
    officer = officer_of(request).id
    filled = filled_partly(KIND, "confidential", given)
    with transaction.atomic():
        leaf = release(report, keys, agreement, by=officer, now=now)
        draft = begin(request, agreement, KIND, filled | ({QUOTED: [leaf]} if leaf else {}))
        if pages:
            draft = _with_files(draft, pages, by=officer, now=now)
        said_of_it = {"draft": str(draft.public_id), "agreement": draft.agreement}
        notes.keep_note(report, notes.PASSED_ON, said_of_it, now=now)
    return draft, left


def _with_files(draft: Draft, pages: Sequence[bytes], *, by: int, now: datetime) -> Draft:
    content = sealing.open_content(draft)
    new_files: list[tuple[str, dict[str, Any], bytes]] = []
    for row, picture in enumerate(pages):
        content.typed[f"{FILES}.{row}.{ROW}"] = ["1"]
        content.typed[f"{FILES}.{row}.redacted"] = ["yes"]
        content.typed[f"{FILES}.{row}.permitted"] = ["yes"]
        known = about_bytes(f"page-{row + 1}.jpg", "image/jpeg", picture)
        new_files.append((f"{FILES}.{row}.file", known, picture))
    return actions.keep_draft(
        draft,
        content=content,
        classification=draft.classification,
        revision=draft.revision,
        by=by,
        now=now,
        new_files=new_files,
    )


def left_out_lines(left: Leaving) -> list[str]:
    """Say what was accepted and stayed behind all the same."""
    return [words.said(words.LEFT_OUT, reason) for _field, reason in left.left_out]
