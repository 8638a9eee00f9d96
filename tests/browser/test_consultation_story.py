"""A consultation at two desks: one browser without scripts, one with them."""

import pytest

from kakehashi.cli.demo.stage import Stage
from tests.browser.conftest import Open
from tests.browser.desks import AGREEMENT, day, desks

ROOM = "/desk/consultations/"


@pytest.mark.slow
def test_a_consultation_from_proposal_to_a_finished_corrective_action(
    visit: Open, stage: Stage
) -> None:
    sokha, bopha = desks(stage, visit, "KH", "sokha", "bopha", scripts=False)
    aoi, ren = desks(stage, visit, "JP", "aoi", "ren", scripts=True)

    sokha.wait_for(f"{ROOM}new/{AGREEMENT}/", "Draft the proposal")
    sokha.press("Draft the proposal")
    sokha.draft(
        {
            "statement.days": "2027-02-17",
            "restricted.agenda.0.number": "1",
            "restricted.agenda.0.subject": "b",
            "restricted.agenda.0.title": "Deposits taken by brokers",
            "restricted.form": "video",
        },
        clause="4(2)",
    )
    bopha.sign_off("Consultation proposed")

    aoi.wait_for(ROOM, "Consultation proposed by Cambodia")
    assert "Days are offered" in aoi.follow("Consultation proposed by Cambodia")
    address = aoi.path
    aoi.visit.picture("consultation-offered")
    aoi.press("Draft: Consultation accepted")
    aoi.draft({}, clause="4(2)")
    ren.sign_off("Consultation accepted")

    aoi.wait_for(address, "The day is set")
    aoi.press("Draft: Consultation minuted")
    aoi.draft(
        {
            "statement.actions.0.action": "a1",
            "statement.actions.0.owner": "KH",
            **day("statement.actions.0.due_on", "2027", "6", "30"),
            "restricted.actions.0.action": "a1",
            "restricted.actions.0.what": "Publish a table of fees",
        },
        rows=("statement.actions", "restricted.actions"),
        clause="4(2)",
    )
    ren.sign_off("Consultation minuted")

    sokha.wait_for(address, "To be agreed or corrected")
    sokha.press("Draft: Minutes agreed")
    sokha.draft({}, clause="4(2)")
    bopha.sign_off("Minutes agreed")

    assert "Actions are open" in sokha.wait_for(address, "Publish a table of fees")
    sokha.visit.picture("consultation-open-action")
    sokha.press("Draft: Corrective action reported")
    sokha.draft(
        {
            "statement.state": "done",
            **day("statement.done_on", "2027", "3", "1"),
            "restricted.text": "The table stands on the ministry's pages.",
        },
        clause="4(2)",
    )
    bopha.sign_off("Corrective action reported")
    aoi.wait_for(address, "Finished")
    aoi.visit.picture("consultation-finished")
    sokha.wait_for(address, "Finished")
