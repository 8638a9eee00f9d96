"""A disclosure at two desks, where consent rules: refused, then consented to and handed over."""

import pytest

from kakehashi.cli.demo.stage import Stage
from tests.browser.conftest import Open
from tests.browser.desks import AGREEMENT, Desk, desks

ROOM = f"/desk/disclosures/?agreement={AGREEMENT}"
OSAKA, HYOGO = "Osaka Prefectural Police", "Hyogo Prefectural Police"
SECRET = "Deposits taken before the interview"
REQUESTED, REFUSED, CONSENTED = "Disclosure requested", "Disclosure refused", "Disclosure consented"


def ask(desk: Desk, asking: str, name: str, words: str) -> None:
    """Ask whether the notice may go to the police, until the gate says these words."""

    def answer() -> str:
        desk.go(asking)
        desk.put({"whom": "somebody", "name": name, "country": "JP", "sort": "police"})
        return desk.press("Ask")

    desk.wait_until(answer, words)


@pytest.mark.slow
def test_a_disclosure_is_refused_then_consented_to_and_handed_over(
    visit: Open, stage: Stage
) -> None:
    sokha, bopha = desks(stage, visit, "KH", "sokha", "bopha", scripts=False)
    aoi, ren = desks(stage, visit, "JP", "aoi", "ren", scripts=True)

    sokha.wait_for(f"/desk/drafts/new/?agreement={AGREEMENT}", "Information shared")
    sokha.press("Information shared")
    sokha.add("confidential")
    sokha.fill("information.shared", {"confidential.0.headline": SECRET})
    sokha.draft({}, clause="4(1)")
    bopha.sign_off("Information shared")

    aoi.wait_for("/desk/inbox/", "Information shared")
    aoi.follow("Information shared")
    asking = aoi.path.replace("/desk/notices/", "/desk/disclosures/notices/")
    ask(aoi, asking, OSAKA, "No, it must stay (clause 3). Cambodia has not consented in writing.")
    aoi.visit.picture("disclosure-must-stay")
    request(aoi, ren)
    answer(sokha, bopha, REFUSED)
    ask(aoi, asking, OSAKA, "Cambodia refused its consent.")

    ask(aoi, asking, HYOGO, "Cambodia has not consented in writing.")
    request(aoi, ren)
    answer(sokha, bopha, CONSENTED)
    ask(aoi, asking, HYOGO, "the letter that must go with it is not on record")
    aoi.press("Draft: Letter registered")
    aoi.fill(
        "letter.registered", {"statement.stands_for": "disclosure.consented"}, in_confidence=True
    )
    aoi.draft({"envelope.class": "confidential"}, clause="3")
    ren.sign_off("Letter registered")

    ask(aoi, asking, HYOGO, "Yes, it may go (clause 3).")
    aoi.visit.picture("disclosure-may-go")
    aoi.press("Record handing over")
    aoi.put({"person": "Inspector Tanaka", "means": "By hand", "purpose": "The whole notice"})
    assert "waits for another officer" in aoi.press("Put it to a second officer")
    ren.go(aoi.path)
    assert "Download what leaves" in ren.press("Confirm")
    ren.visit.picture("disclosure-handed-over")
    aoi.wait_for(ROOM, "Handing over")
    assert SECRET not in aoi.text, "the register names what went by its reference alone"
    sokha.wait_for(ROOM, "Consented")


def request(aoi: Desk, ren: Desk) -> None:
    """Ask for consent from where the gate has just refused."""
    aoi.press(f"Draft: {REQUESTED}")
    aoi.draft({"confidential.purpose": "To investigate an intermediary."}, clause="3")
    ren.sign_off(REQUESTED)


def answer(sokha: Desk, bopha: Desk, kind: str) -> None:
    """Answer the request that is open."""
    sokha.wait_for(ROOM, f"Draft: {kind}")
    sokha.press(f"Draft: {kind}")
    if kind == REFUSED:
        sokha.put({"confidential.why": "investigation"})
    sokha.draft({}, clause="3")
    bopha.sign_off(kind)
