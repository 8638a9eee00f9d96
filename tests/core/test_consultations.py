import random
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.consultations import Consultation, Doing, Stage
from kakehashi.core.consulting import consult
from kakehashi.core.notices.consultations import (
    ActionOwed,
    ActionState,
    AgreedMinutes,
    Held,
    Hours,
    ProposedDays,
    ReportedAction,
    SetDay,
)
from kakehashi.core.notices.targets import DeclinedDuty, DeclinedDutyWhy
from tests.core.hearing import Journals, profile

KH = profile("jp-kh-2019")
ON = date(2026, 5, 20)
DUE = date(2026, 7, 1)
HOURS = Hours(begins="10:00", ends="12:00", zone="Asia/Tokyo")
OWED = (
    ActionOwed(action="a1", owner="KH", due_on=DUE),
    ActionOwed(action="a2", owner="JP"),
)


class Talks(Journals):
    """The journals of two sides that consult."""

    def proposed(self, party: str = "JP", *days: date, hours: Hours | None = None) -> str:
        stated = ProposedDays(days=days or (ON,), hours=hours)
        return self.issue(party, "consultation.proposed", date(2026, 4, 1), statement=stated)

    def accepted(self, party: str, offer: str, on: date = ON, *, hours: Hours | None = None) -> str:
        return self.issue(
            party,
            "consultation.accepted",
            date(2026, 4, 5),
            answers=(offer,),
            statement=SetDay(on=on, hours=hours),
        )

    def declined(self, party: str, offer: str) -> str:
        return self.issue(party, "consultation.declined", date(2026, 4, 5), answers=(offer,))

    def rescheduled(self, party: str, about: str, on: date, *answers: str) -> str:
        return self.issue(
            party,
            "consultation.rescheduled",
            date(2026, 4, 9),
            answers=answers,
            refers=(about,),
            statement=SetDay(on=on),
        )

    def minuted(self, party: str, *, corrects: str = "", actions: tuple[ActionOwed, ...]) -> str:
        kind = "consultation.minutes-corrected" if corrects else "consultation.minuted"
        return self.issue(
            party,
            kind,
            date(2026, 5, 22),
            answers=(corrects,) if corrects else (),
            statement=Held(held_on=ON, actions=actions),
        )

    def agreed(self, party: str, version: str, actions: tuple[ActionOwed, ...] = OWED) -> str:
        return self.issue(
            party,
            "consultation.minutes-agreed",
            date(2026, 5, 30),
            answers=(version,),
            statement=AgreedMinutes(held_on=ON, actions=actions),
        )

    def reported(self, party: str, to: str, action: str, state: ActionState) -> str:
        done_on = date(2026, 6, 20) if state is ActionState.DONE else None
        return self.issue(
            party,
            "corrective-action.reported",
            date(2026, 6, 21),
            answers=(to,),
            statement=ReportedAction(action=action, state=state, done_on=done_on),
        )

    @property
    def now(self) -> Consultation:
        return consult(self.heard, parties=KH.parties)


def talks() -> Talks:
    return Talks(KH.name)


def test_a_proposal_waits_for_the_other_side() -> None:
    journals = talks()
    journals.proposed("JP", ON, date(2026, 5, 27))
    assert journals.now.stage is Stage.PROPOSED
    assert journals.now.waits_for == "KH"
    assert journals.now.offers[0].days == (ON, date(2026, 5, 27))


def test_an_accepted_day_is_set_and_nobody_waits() -> None:
    journals = talks()
    journals.accepted("KH", journals.proposed())
    assert (journals.now.stage, journals.now.on, journals.now.waits_for) == (Stage.SET, ON, "")


def test_the_hours_are_those_of_the_day_that_was_set_or_as_they_were_offered() -> None:
    journals, earlier = Talks("jp-kh-2019"), HOURS.model_copy(update={"begins": "09:00"})
    offer = journals.proposed("JP", hours=HOURS)
    assert journals.now.hours == HOURS
    first = journals.accepted("KH", offer)
    assert journals.now.hours == HOURS
    journals.issue("KH", "notice.withdrawn", date(2026, 4, 6), corrects=first)
    journals.accepted("KH", offer, hours=earlier)
    assert journals.now.hours == earlier
    again = journals.rescheduled("JP", offer, date(2026, 5, 27))
    journals.accepted("KH", again, date(2026, 5, 27), hours=HOURS)
    assert journals.now.hours == HOURS


def test_nobody_accepts_what_they_offered_themselves() -> None:
    journals = talks()
    journals.accepted("JP", journals.proposed("JP"))
    assert journals.now.stage is Stage.PROPOSED


def test_a_declined_proposal_is_declined_until_another_day_is_offered() -> None:
    journals = talks()
    offer = journals.proposed()
    journals.declined("KH", offer)
    assert journals.now.stage is Stage.DECLINED
    journals.rescheduled("JP", offer, date(2026, 6, 3))
    assert (journals.now.stage, journals.now.waits_for) == (Stage.PROPOSED, "KH")


def test_another_day_that_is_offered_opens_what_was_set() -> None:
    journals = talks()
    offer = journals.proposed()
    accepted = journals.accepted("KH", offer)
    other = journals.rescheduled("KH", accepted, date(2026, 6, 3))
    assert (journals.now.stage, journals.now.on, journals.now.waits_for) == (
        Stage.PROPOSED,
        None,
        "JP",
    )
    journals.accepted("JP", other, date(2026, 6, 3))
    assert (journals.now.stage, journals.now.on) == (Stage.SET, date(2026, 6, 3))


def test_minutes_wait_for_the_side_that_did_not_write_them() -> None:
    journals = talks()
    first = journals.minuted("JP", actions=OWED[:1])
    assert (journals.now.stage, journals.now.waits_for) == (Stage.MINUTED, "KH")
    journals.minuted("KH", corrects=first, actions=OWED)
    assert (journals.now.stage, journals.now.waits_for) == (Stage.MINUTED, "JP")
    assert [version.party for version in journals.now.versions] == ["JP", "KH"]


def test_agreed_minutes_begin_the_actions() -> None:
    journals = talks()
    version = journals.minuted("JP", actions=OWED)
    assert journals.now.actions == ()
    journals.agreed("KH", version)
    now = journals.now
    assert now.stage is Stage.CORRECTING
    assert [(a.action, a.owner, a.doing) for a in now.actions] == [
        ("a1", "KH", Doing.OPEN),
        ("a2", "JP", Doing.OPEN),
    ]
    assert [a.is_late(date(2026, 7, 2)) for a in now.actions] == [True, False]


def test_an_agreement_that_repeats_other_actions_is_noticed() -> None:
    journals = talks()
    journals.agreed("KH", journals.minuted("JP", actions=OWED), OWED[:1])
    version = journals.now.agreed
    assert version is not None
    assert version.differs


def test_an_action_is_followed_to_its_end_by_its_owner_alone() -> None:
    journals = talks()
    agreement = journals.agreed("KH", journals.minuted("JP", actions=OWED))
    journals.reported("JP", agreement, "a1", ActionState.DONE)
    assert [a.doing for a in journals.now.actions] == [Doing.OPEN, Doing.OPEN]
    journals.reported("KH", agreement, "a1", ActionState.PARTLY)
    assert journals.now.actions[0].doing is Doing.PARTLY
    assert journals.now.waits_for == ""
    journals.reported("KH", agreement, "a1", ActionState.DONE)
    assert journals.now.actions[0].done_on == date(2026, 6, 20)
    assert journals.now.waits_for == "JP"
    journals.reported("JP", agreement, "a2", ActionState.DONE)
    assert (journals.now.stage, journals.now.open_actions) == (Stage.FINISHED, ())


def test_a_declined_action_is_no_longer_open_and_not_called_done() -> None:
    journals = talks()
    agreement = journals.agreed("KH", journals.minuted("JP", actions=OWED[:1]), OWED[:1])
    stated = DeclinedDuty(why=DeclinedDutyWhy.LAW)
    journals.issue("KH", "duty.declined", date(2026, 6, 1), answers=(agreement,), statement=stated)
    assert journals.now.actions[0].doing is Doing.DECLINED
    assert journals.now.stage is Stage.FINISHED


def test_minutes_without_actions_are_finished_once_agreed() -> None:
    journals = talks()
    journals.agreed("KH", journals.minuted("JP", actions=()), ())
    assert journals.now.stage is Stage.FINISHED


def test_what_was_withdrawn_counts_for_nothing() -> None:
    journals = talks()
    offer = journals.proposed()
    accepted = journals.accepted("KH", offer)
    journals.issue("KH", "notice.withdrawn", date(2026, 4, 6), corrects=accepted)
    stages = [journals.now.stage]
    journals.issue("JP", "notice.withdrawn", date(2026, 4, 7), corrects=offer)
    stages.append(journals.now.stage)
    assert stages == [Stage.PROPOSED, Stage.WITHDRAWN]


STEPS = ("propose", "accept", "decline", "reschedule", "minute", "agree", "report", "withdraw")


@st.composite
def threads(draw: st.DrawFn) -> Talks:
    """Talks of two sides that do anything at any time."""
    journals = talks()
    known: dict[str, list[str]] = {step: [] for step in STEPS}
    for step in draw(st.lists(st.sampled_from(STEPS), max_size=14)):
        party = draw(st.sampled_from(("JP", "KH")))
        offers = known["propose"] + known["reschedule"]
        match step:
            case "propose":
                known[step].append(journals.proposed(party))
            case "accept" | "decline" if offers:
                offer = draw(st.sampled_from(offers))
                answer = journals.accepted if step == "accept" else journals.declined
                known[step].append(answer(party, offer))
            case "reschedule" if offers:
                about = draw(st.sampled_from(offers + known["accept"]))
                known[step].append(journals.rescheduled(party, about, date(2026, 6, 3)))
            case "minute":
                corrects = draw(st.sampled_from(["", *known["minute"]]))
                actions = draw(st.sampled_from((OWED, OWED[:1], ())))
                known[step].append(journals.minuted(party, corrects=corrects, actions=actions))
            case "agree" if known["minute"]:
                known[step].append(journals.agreed(party, draw(st.sampled_from(known["minute"]))))
            case "report" if known["agree"]:
                state = draw(st.sampled_from(tuple(ActionState)))
                to = draw(st.sampled_from(known["agree"]))
                journals.reported(party, to, draw(st.sampled_from(("a1", "a2"))), state)
            case "withdraw":
                mine = [n.jti for n in journals.heard if n.party == party]
                if mine:
                    mended = draw(st.sampled_from(mine))
                    journals.issue(party, "notice.withdrawn", date(2026, 6, 30), corrects=mended)
            case _:
                continue
    return journals


@given(threads(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_has_no_say(journals: Talks, chance: random.Random) -> None:
    shuffled = [*journals.heard, *chance.sample(journals.heard, len(journals.heard) // 2)]
    chance.shuffle(shuffled)
    assert consult(shuffled, parties=KH.parties) == journals.now


@given(threads())
def test_it_is_finished_only_when_the_other_side_agreed_and_nothing_is_open(
    journals: Talks,
) -> None:
    now = journals.now
    if now.stage in {Stage.CORRECTING, Stage.FINISHED}:
        assert now.agreed is not None
        assert (now.stage is Stage.CORRECTING) == bool(now.open_actions)
    else:
        assert now.actions == ()
    assert now.waits_for in {"", "JP", "KH"}
