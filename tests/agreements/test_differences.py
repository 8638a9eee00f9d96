"""Where the two memoranda differ: the same steps under both, each with its own outcome.

`S` stands for the sending side. An agreement that has to commence has commenced, except where
that is what differs.
"""

from dataclasses import dataclass

import pytest

from kakehashi.core.scenario import play, read
from tests.core.hearing import profile

SENDING = {"jp-kh-2019": "KH", "jp-tj-2024": "TJ"}
COMMENCED = {"jp-kh-2019": [], "jp-tj-2024": ["on 2025-04-01, the agreement commences"]}


@dataclass(frozen=True)
class Difference:
    """The same steps, and what each memorandum makes of them."""

    about: str
    when: str
    cambodia: tuple[str, ...]
    tajikistan: tuple[str, ...]
    given: tuple[str, ...] = ()
    is_commenced: bool = True


CHECKED = "an application of 2026-05-01 from an organization approved on 2025-04-01"
DIFFERENCES = [
    Difference(
        "consent against notice: it is asked to leave",
        given=("S issues intermediary.reported",),
        when="JP discloses it to 'Osaka Prefectural Police'",
        cambodia=("refused: clause 3 needs consent from KH",),
        tajikistan=("refused: clause 3 needs notice to TJ",),
    ),
    Difference(
        "consent against notice: consent is asked for",
        given=("S issues intermediary.reported called 'the report'",),
        when="JP issues disclosure.requested",
        cambodia=("permitted under clause 3",),
        tajikistan=("refused: JP may not issue it",),
    ),
    Difference(
        "consent against notice: notice is given",
        given=("S issues intermediary.reported called 'the report'",),
        when="JP issues disclosure.notified",
        cambodia=("refused: JP may not issue it",),
        tajikistan=("permitted under clause 3",),
    ),
    Difference(
        "measures on registered supporting organizations: one is notified",
        when="JP issues supporting-organization.measure-ordered",
        cambodia=("permitted under clause 6(4)",),
        tajikistan=("refused: JP may not issue it",),
    ),
    Difference(
        "measures on registered supporting organizations: one is ordered",
        given=("on 2026-03-02, JP orders an 'improvement-order' to a supporting organization",),
        when="one looks",
        cambodia=("JP owes at home 'notify-measures' under 6(4) since 2026-03-02",),
        tajikistan=("JP owes nothing at home",),
    ),
    Difference(
        "publication scope: a measure that is no improvement order",
        given=("on 2026-03-02, JP orders a 'warning' to an accepting organization",),
        when="one looks",
        cambodia=("JP owes at home 'notify-measures' under 6(4) since 2026-03-02",),
        tajikistan=("JP owes nothing at home",),
    ),
    Difference(
        "publication scope: an improvement order is published by both, each under its clause",
        given=(
            "JP issues accepting-organization.measure-ordered with measure 'improvement-order'",
        ),
        when="one looks",
        cambodia=("KH owes 'publish-improvement-orders' under 5(6)",),
        tajikistan=("TJ owes 'publish-improvement-orders' under 7 5)",),
    ),
    Difference(
        "certificate: one is issued",
        when="S issues certificate.issued",
        cambodia=("permitted under clause 5(3)",),
        tajikistan=("refused: TJ may not issue it",),
    ),
    Difference(
        "certificate: an application without one",
        when=f"JP checks {CHECKED}",
        cambodia=("the check says 'ask'",),
        tajikistan=("the check says 'meets'",),
    ),
    Difference(
        "examination before an approval",
        when="one looks",
        cambodia=("the rule 'examination' is 'standards-only' under 5(1)",),
        tajikistan=("the rule 'examination' is 'before-approval' under 7 1)",),
    ),
    Difference(
        "commencement: an approval after the signing",
        when="S issues sending-organization.approved",
        cambodia=("permitted under clause 5(1)", "the agreement is in force"),
        tajikistan=("refused: the agreement is signed", "the agreement is signed"),
        is_commenced=False,
    ),
    Difference(
        "commencement: the last notification",
        when="S issues commencement.notified",
        cambodia=("refused: KH may not issue it",),
        tajikistan=("permitted under clause 10",),
        is_commenced=False,
    ),
    Difference(
        "end: notice of discontinuance",
        when="JP issues discontinuance.notified",
        cambodia=("refused: JP may not issue it",),
        tajikistan=("permitted under clause 10",),
    ),
    Difference(
        "end: a dispute",
        when="S issues dispute.raised",
        cambodia=("refused: KH may not issue it",),
        tajikistan=("permitted under clause 10",),
    ),
    Difference(
        "review of the framework",
        when="S issues review.opened",
        cambodia=("permitted under clause 9",),
        tajikistan=("refused: TJ may not issue it",),
    ),
]


@pytest.mark.parametrize("agreement", SENDING)
@pytest.mark.parametrize("one", DIFFERENCES, ids=lambda one: one.about)
def test_the_same_steps_come_out_as_each_memorandum_says(one: Difference, agreement: str) -> None:
    side = SENDING[agreement]
    begins = COMMENCED[agreement] if one.is_commenced else []
    then = one.cambodia if agreement == "jp-kh-2019" else one.tajikistan
    given = [*begins, *(step.replace("S issues", f"{side} issues") for step in one.given)]
    when = one.when.replace("S issues", f"{side} issues")
    written = f"[[scenario]]\ntitle = 'The same'\nclause = '1'\ngiven = {given}\nwhen = {when!r}\n"
    (scenario,) = read(written + f"then = {list(then)}\n")
    assert play(scenario, profile(agreement)) == ()


def test_each_memorandum_says_something_else() -> None:
    assert all(one.cambodia != one.tajikistan for one in DIFFERENCES)
