"""A case of misconduct at two desks: from the first information to the published revocation."""

import pytest

from kakehashi.cli.demo.stage import Stage
from tests.browser.conftest import Open
from tests.browser.desks import AGREEMENT, day, desks

NUMBER = "KHM900901"
EFFECT = day("envelope.effective_on", "2026", "2", "1")


@pytest.mark.slow
def test_a_case_of_misconduct_from_the_first_information_to_the_revocation(
    visit: Open, stage: Stage
) -> None:
    sokha, bopha = desks(stage, visit, "KH", "sokha", "bopha", scripts=False)
    aoi, ren = desks(stage, visit, "JP", "aoi", "ren", scripts=True)
    sokha.wait_for(f"/desk/drafts/new/?agreement={AGREEMENT}", "Sending organization approved")
    sokha.press("Sending organization approved")
    sokha.fill("sending-organization.approved", {"public.number": NUMBER})
    sokha.draft(EFFECT, clause="5(1)")
    bopha.sign_off("Sending organization approved")
    entry = f"/registers/{AGREEMENT}/sending-organizations/{NUMBER}/"
    aoi.wait_for(entry, NUMBER)

    aoi.go(f"/desk/drafts/new/?agreement={AGREEMENT}")
    aoi.press("Misconduct informed")
    aoi.fill("misconduct.informed", {})
    aoi.draft({}, clause="5(5)")
    ren.sign_off("Misconduct informed")

    sokha.wait_for("/desk/cases/", "Misconduct")
    sokha.follow("Misconduct")
    address = sokha.path
    sokha.visit.picture("misconduct-informed")
    sokha.press("Draft: Misconduct acknowledged")
    sokha.fill("misconduct.acknowledged", {})
    sokha.draft({}, clause="5(5)")
    bopha.sign_off("Misconduct acknowledged")

    sokha.wait_for(address, "Draft: Sending organization revoked")
    sokha.press("Draft: Sending organization revoked")
    sokha.fill("sending-organization.revoked", {"public.number": NUMBER})
    sokha.draft(EFFECT, clause="5(4)")
    bopha.sign_off("Sending organization revoked")
    assert "Revoked" in aoi.wait_for(entry, "Revoked")
    aoi.visit.picture("misconduct-revoked-in-tokyo")

    sokha.wait_for(address, "Draft: Investigation reported")
    sokha.press("Draft: Investigation reported")
    sokha.fill("investigation.reported", {})
    sokha.draft({}, clause="5(5)")
    bopha.sign_off("Investigation reported")

    assert "Closed" in aoi.wait_for(address, "Closed")
    aoi.visit.picture("misconduct-closed")
    aoi.wait_for("/desk/duties/?show=ended", "investigate")
    sokha.wait_for(address, "Closed")
    sokha.visit.picture("misconduct-closed-in-phnom-penh")
