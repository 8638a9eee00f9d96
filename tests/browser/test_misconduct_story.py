"""A case of misconduct at two desks: from the first information to the published revocation."""

import pytest

from kakehashi.cli.demo.stage import Stage
from kakehashi.core.notices import example
from tests.browser.conftest import Open
from tests.browser.desks import AGREEMENT, Desk, day, desks

NUMBER = "KHM900901"
EFFECT = day("envelope.effective_on", "2026", "2", "1")


def fill(desk: Desk, kind: str, changed: dict[str, str]) -> None:
    """Fill what the form asks at first with the example of its kind; further rows are left out."""
    from kakehashi.web.desk.drafting.filling import filled  # noqa: PLC0415 - settings are there only now

    typed = {name: values[0] for name, values in filled(example(kind)).items() if values} | changed
    for name, value in typed.items():
        shown = desk.page.locator(f"[name='{name}']:not([type=hidden])")
        if not name.startswith("links.") and shown.count():
            desk.put({name: value})


@pytest.mark.slow
def test_a_case_of_misconduct_from_the_first_information_to_the_revocation(
    visit: Open, stage: Stage
) -> None:
    sokha, bopha = desks(stage, visit, "KH", "sokha", "bopha", scripts=False)
    aoi, ren = desks(stage, visit, "JP", "aoi", "ren", scripts=True)
    sokha.wait_for(f"/desk/drafts/new/?agreement={AGREEMENT}", "Sending organization approved")
    sokha.press("Sending organization approved")
    fill(sokha, "sending-organization.approved", {"public.number": NUMBER})
    sokha.draft(EFFECT, clause="5(1)")
    bopha.sign_off("Sending organization approved")
    entry = f"/registers/{AGREEMENT}/sending-organizations/{NUMBER}/"
    aoi.wait_for(entry, NUMBER)

    aoi.go(f"/desk/drafts/new/?agreement={AGREEMENT}")
    aoi.press("Misconduct informed")
    fill(aoi, "misconduct.informed", {})
    aoi.draft({}, clause="5(5)")
    ren.sign_off("Misconduct informed")

    sokha.wait_for("/desk/cases/", "Misconduct")
    sokha.follow("Misconduct")
    address = "/" + sokha.page.url.split("/", 3)[3]
    sokha.visit.picture("misconduct-informed")
    sokha.press("Draft: Misconduct acknowledged")
    fill(sokha, "misconduct.acknowledged", {})
    sokha.draft({}, clause="5(5)")
    bopha.sign_off("Misconduct acknowledged")

    sokha.wait_for(address, "Draft: Sending organization revoked")
    sokha.press("Draft: Sending organization revoked")
    fill(sokha, "sending-organization.revoked", {"public.number": NUMBER})
    sokha.draft(EFFECT, clause="5(4)")
    bopha.sign_off("Sending organization revoked")
    assert "Revoked" in aoi.wait_for(entry, "Revoked")
    aoi.visit.picture("misconduct-revoked-in-tokyo")

    sokha.wait_for(address, "Draft: Investigation reported")
    sokha.press("Draft: Investigation reported")
    fill(sokha, "investigation.reported", {})
    sokha.draft({}, clause="5(5)")
    bopha.sign_off("Investigation reported")

    assert "Closed" in aoi.wait_for(address, "Closed")
    aoi.visit.picture("misconduct-closed")
    aoi.wait_for("/desk/duties/?show=ended", "investigate")
    sokha.wait_for(address, "Closed")
    sokha.visit.picture("misconduct-closed-in-phnom-penh")
