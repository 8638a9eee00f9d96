"""Which notices may follow in a case from our side, and a draft of each with what is known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from kakehashi import node
from kakehashi.core.cases import MATTERS
from kakehashi.core.matters import Family, Opens
from kakehashi.core.notices import KIND_FACTS, Compartments
from kakehashi.core.notices.inquiries import Inquiry
from kakehashi.desk.models import Case, Dealing
from kakehashi.web.desk import showing
from kakehashi.web.desk.drafting.answers import ROW
from kakehashi.web.desk.drafting.filling import Filled

RAISED: Final[Mapping[str, frozenset[Family]]] = {
    "inquiry.asked": frozenset(Family),
    "information.shared": frozenset(Family),
    "misconduct.informed": frozenset(
        {
            Family.INQUIRY,
            Family.INTERMEDIARY_REPORT,
            Family.INFORMATION,
            Family.CERTIFICATE_QUERY,
            Family.EXAM_MISCONDUCT,
        }
    ),
}
"""Kinds that a case may raise, by its family; they name it as their case."""
RAISED_BY_NAME: Final = frozenset({"return.requested"})
"""Kinds that open a case by referring to another one's notice."""

OWN_REFERRED: Final = frozenset(
    {
        "inquiry.reminded",
        "return.withdrawn",
        "return.departed",
        "acceptance.resumed",
        "return.requested",
        "disclosure.consent-withdrawn",
    }
)
"""Kinds that go on with what the same side said before."""
EITHER: Final = frozenset({"amendment.consented", "review.concluded", "dispute.settled"})
"""Kinds with which each side may answer what either said."""
MEASURES: Final = frozenset(
    {
        "sending-organization.guided",
        "sending-organization.suspended",
        "sending-organization.revoked",
    }
)


@dataclass(frozen=True, slots=True)
class Next:
    """A notice that may follow: its kind, the notice it names, and how it names it."""

    kind: str
    title: str
    about: str
    relation: str

    @property
    def code(self) -> str:
        """What its button posts."""
        return f"{self.kind}~{self.about}"


def following(case: Case, dealings: Sequence[Dealing], open_kinds: Iterable[str]) -> list[Next]:
    """Give what may follow: first what carries the case on, then what stands beside it.

    `open_kinds` are those that may be drafted today.
    """
    counted = [one for one in dealings if not one.is_set_aside]
    open_kinds = set(open_kinds)
    found = [
        one
        for kind in sorted(KIND_FACTS, key=lambda kind: MATTERS[kind].family != case.family)
        if kind in open_kinds and _belongs(kind, case)
        if (one := _next(kind, counted)) is not None
    ]
    raised = [kind for kind in RAISED if kind in open_kinds and case.family in RAISED[kind]]
    words = _("%(kind)s (new, about this case)")
    return found + [
        Next(kind, words % {"kind": showing.kind_title(kind)}, case.matter, "case")
        for kind in raised
    ]


def _belongs(kind: str, case: Case) -> bool:
    matter = MATTERS[kind]
    if case.state == Case.State.CLOSED and not (matter.reopens or matter.any_time):
        return False
    if kind in RAISED_BY_NAME:
        return case.family == Family.ACCEPTANCE_SUSPENSION
    if kind in MEASURES:
        return case.family == Family.MISCONDUCT
    if kind == "duty.declined":
        return case.owes == node.this().party
    return matter.family == case.family and matter.opens is not Opens.ALWAYS and kind not in RAISED


def _next(kind: str, dealings: Sequence[Dealing]) -> Next | None:
    facts = KIND_FACTS[kind]
    for relation, rule in (("answers", facts.answers), ("refers", facts.refers)):
        wanted = rule.required or rule.allowed
        if kind == "duty.declined":
            wanted = (dealings[0].counts_as,) if dealings else ()
        fits = [one for one in dealings if one.counts_as in wanted and _is_whose(kind, one)]
        if fits:
            latest = fits[-1] if kind.startswith("consultation.") else fits[0]
            return Next(kind, showing.kind_title(kind), latest.jti, relation)
    return None


def _is_whose(kind: str, dealing: Dealing) -> bool:
    is_ours = dealing.speaker == node.this().party
    if kind in EITHER or kind == "corrective-action.reported":
        return True
    return is_ours if kind in OWN_REFERRED else not is_ours


def prefilled(one: Next, about: Compartments | None) -> Filled:
    """What is known of a draft before its form is asked: what it names, the questions asked."""
    filled: Filled = {
        "links.case" if one.relation == "case" else f"links.{one.relation}": [one.about]
    }
    inquiry = about.restricted if about else None
    if isinstance(inquiry, Inquiry) and one.kind in {"inquiry.answered", "inquiry.partly-answered"}:
        filled |= dict(_questions(inquiry))
    return filled


def _questions(inquiry: Inquiry) -> Iterator[tuple[str, list[str]]]:
    for row, question in enumerate(inquiry.questions):
        path = f"restricted.answers.{row}"
        yield f"{path}.{ROW}", ["1"]
        yield f"{path}.question", [str(question.number)]
