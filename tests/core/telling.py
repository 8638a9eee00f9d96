"""Any course of events between two sides, from a list of steps that a property test draws."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from kakehashi.core.duties import learn, terms_for
from kakehashi.core.duty_facts import DutyFact
from kakehashi.core.heard import Heard
from kakehashi.core.notices import example
from kakehashi.core.notices.consultations import (
    ActionOwed,
    ActionState,
    AgreedMinutes,
    ReportedAction,
)
from kakehashi.core.notices.letters import (
    Direction,
    LetterConfirmation,
    LetterDates,
    LetterOutcome,
)
from kakehashi.core.notices.measures import AcceptingMeasure, MeasureType
from kakehashi.core.notices.payload import Payload
from kakehashi.core.notices.targets import Calendar, Counted, Target, Targets
from tests.core.hearing import Journals, profile

KH = profile("jp-kh-2019")
BEGUN = date(2026, 12, 24)  # so that targets run into the next year
PLAIN = sorted({kind for duty in KH.duties for kind in duty.opened_by | duty.discharged_by})
USUAL = [
    "misconduct.informed",
    "investigation.reported",
    "inquiry.asked",
    "inquiry.answered",
    "accepting-organization.measure-ordered",
    "receive",
    "calendar",
]
ODD = [
    "notice.withdrawn",
    "duty.declined",
    "return.withdrawn",
    "receive",
    "letter",
    "confirm-letter",
    "minutes",
    "report-action",
    "correct",
    "propose-targets",
    "agree-targets",
    "calendar",
]
Step = tuple[str, str, int, int]
"""Who, what, how far back the notice that it names stands, and which sort of it."""


@dataclass(frozen=True)
class Told:
    """One step, with the notice that it names."""

    party: str
    what: str
    on: date
    named: str | None
    sort: int


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["JP", "KH"]),
        st.one_of(*map(st.sampled_from, (USUAL, ODD, PLAIN))),
        st.integers(0, 12),
        st.integers(0, 3),
    ),
    max_size=30,
)
AGREED = ("acknowledge-information", "answer-about-sending", "publish-improvement-orders")


def told(steps: list[Step]) -> Journals:
    """Give the journals that a list of steps makes, after two sides agreed on targets."""
    journals = Journals(KH.name)
    before = BEGUN - timedelta(days=9)
    targets(journals, Told("JP", "propose-targets", before, None, 0))
    targets(journals, Told("KH", "agree-targets", before, journals.heard[0].jti, 0))
    for number, (party, what, back, sort) in enumerate(steps):
        named = latest(journals, what) or journals.heard[-1 - back :][0].jti
        tell(journals, Told(party, what, BEGUN + timedelta(days=number // 3), named, sort))
    return journals


def latest(journals: Journals, what: str) -> str | None:
    """Give the latest notice that such a step is about, where any will not do."""
    about = {"confirm-letter": "letter.registered", "agree-targets": "targets.proposed"}
    found = [notice.jti for notice in journals.heard if notice.kind == about.get(what)]
    return found[-1] if found else None


def tell(journals: Journals, step: Told) -> None:
    answers = (step.named,) if step.named else ()
    match step.what:
        case "receive":
            if journals.sizes.get(KH.counterpart(step.party).code):
                journals.receive(step.party, KH.counterpart(step.party).code, step.on)
        case "notice.withdrawn":
            journals.issue(step.party, step.what, step.on, corrects=step.named)
        case "propose-targets" | "agree-targets":
            targets(journals, step)
        case "letter" | "confirm-letter":
            paper(journals, step)
        case "minutes" | "report-action":
            action(journals, step)
        case "calendar":
            calendar(journals, step)
        case "correct":
            mended: Payload = example("notice.corrected").public  # type: ignore[attr-defined]
            journals.issue(
                step.party, "notice.corrected", step.on, corrects=step.named, public=mended
            )
        case _:
            order = measured() if "measure" in step.what else None
            journals.issue(step.party, step.what, step.on, answers=answers, public=order)


def calendar(journals: Journals, step: Told) -> None:
    holidays = (step.on + timedelta(days=1 + n) for n in range(step.sort))
    year = tuple(day for day in holidays if day.year == step.on.year)
    stated = Calendar(year=step.on.year + (not year) * (step.sort % 2), holidays=year)
    journals.issue(step.party, "calendar.confirmed", step.on, statement=stated)


def measured() -> AcceptingMeasure:
    found = example("accepting-organization.measure-ordered").public  # type: ignore[attr-defined]
    assert isinstance(found, AcceptingMeasure)
    return found.model_copy(update={"measure": MeasureType.IMPROVEMENT_ORDER})


def targets(journals: Journals, step: Told) -> None:
    counted = Counted.CALENDAR if step.sort == 1 else Counted.WORKING
    days = None if step.sort == 3 else 2 + step.sort
    stated = Targets(targets=tuple(Target(duty=d, days=days, counted=counted) for d in AGREED))
    on, is_proposal = step.on, step.what == "propose-targets"
    before = next((n for n in journals.heard if n.jti == step.named), None)
    if before is not None and isinstance(before.statement, Targets):
        stated, on = before.statement, before.effective_on or on
    journals.issue(
        step.party,
        "targets.proposed" if is_proposal else "targets.agreed",
        step.on,
        answers=(step.named,) if step.named and not is_proposal else (),
        statement=stated,
        effective_on=on,
    )


def paper(journals: Journals, step: Told) -> None:
    received = step.on if step.sort else None
    answers = (step.named,) if step.named else ()
    if step.what == "confirm-letter":
        said = LetterConfirmation(outcome=LetterOutcome.CONFIRMED, received_on=received)
        journals.issue(step.party, "letter.confirmed", step.on, answers=answers, statement=said)
        return
    stated = LetterDates(
        stands_for=("misconduct.informed", "investigation.reported", "inquiry.asked")[
            step.sort % 3
        ],
        direction=Direction.SENT if step.sort % 2 else Direction.RECEIVED,
        dated_on=step.on - timedelta(days=step.sort),
        received_on=received if step.sort % 2 else step.on,
    )
    journals.issue(step.party, "letter.registered", step.on, statement=stated, answers=answers)


def action(journals: Journals, step: Told) -> None:
    answers = (step.named,) if step.named else ()
    stated: Payload
    if step.what == "minutes":
        kind = "consultation.minutes-agreed"
        owed = tuple(
            ActionOwed(action=f"a{n}", owner=("KH", "JP")[n % 2], due_on=step.on if n else None)
            for n in range(step.sort)
        )
        stated = AgreedMinutes(held_on=step.on, actions=owed)
    else:
        kind = "corrective-action.reported"
        state = ActionState.ONGOING if step.sort == 3 else ActionState.DONE
        stated = ReportedAction(action=f"a{step.sort % 2}", state=state)
    journals.issue(step.party, kind, step.on, answers=answers, statement=stated)


def facts_of(heard: list[Heard]) -> list[DutyFact]:
    return [fact for notice in heard for fact in learn(notice, terms_for(notice, KH))]
