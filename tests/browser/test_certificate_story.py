"""From an organization's application to a candidate whom Japan accepts, and to its revocation."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kakehashi.cli.demo.applying import PASSWORD
from kakehashi.cli.demo.stage import Stage
from kakehashi.scanning import read_codes
from tests.browser.certificate_acts import leave_application, take_keys, tell_japan
from tests.browser.chromium import PHONE, Visit
from tests.browser.conftest import Open
from tests.browser.desks import AGREEMENT, PAPER, Desk, day, desks, two_nodes
from tests.core.case_of import case_of
from tests.two_nodes import nodes

HERS = {"latin_name": "SOK, SREYMOM", "born_on": "1999-04-05", "passport": "N01234321"}
HIS = {"latin_name": "CHAN, DARA", "born_on": "1998-07-06", "passport": "N07654321"}
BARRED = "no certificate is issued on this case"


def in_phnom_penh() -> date:
    """The day that it is in Phnom Penh."""
    return datetime.now(ZoneInfo("Asia/Phnom_Penh")).date()


@pytest.fixture
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Two nodes of this story's own: once standards are in force nobody approves by a draft."""
    with two_nodes(tmp_path_factory.mktemp("certifying")) as running:
        yield running


def boxes(name: str, on: date) -> dict[str, str]:
    """A day in the boxes of a date."""
    return day(name, str(on.year), str(on.month), str(on.day))


def examine(vanna: Desk, name: str) -> str:
    """Declare, take up, find every standard met, and recommend; where the application is."""
    vanna.go("/desk/approvals/")
    vanna.follow(name)
    address = vanna.path
    vanna.put({"conflict": "no"})
    vanna.press("Declare")
    vanna.press("Take it up: I examine it")
    vanna.follow("Record findings")
    for met in vanna.page.locator("input[name^='verdict-'][value=met]").all():
        met.check()
    for seen in vanna.page.locator("[name^='evidence-']").all():
        seen.fill("Seen on paper.")
    vanna.press("Record findings")
    vanna.go(address)
    vanna.follow("End the examination")
    vanna.put({"what": "approve", "fields": "nursing-care"})
    vanna.press("End the examination")
    return address


def approve(bopha: Desk, address: str) -> str:
    """Decide as the second officer; the number that the organization got."""
    bopha.go(address)
    bopha.put({"conflict": "no"})
    bopha.press("Declare")
    bopha.put({"role": "Director General"})
    bopha.press("Approve on these terms")
    found = re.search(r"KHM\d+", bopha.wait_for(address, "KHM"))
    assert found
    return found.group()


def passed(number: str) -> dict[str, str]:
    """An examination, by the number of its certificate."""
    return {"kind": "language", "name": "JFT-Basic", "number": number, "passed_on": "2025-11-20"}


def open_case(sokha: Desk, number: str, candidate: dict[str, str], exam: str) -> str:
    """Enter a candidate and note every step with its evidence; where the case is."""
    from kakehashi.core.certificate.case import CandidateCase  # noqa: PLC0415 - as below
    from kakehashi.web.desk.drafting.answers import ROW  # noqa: PLC0415 - settings are there now
    from kakehashi.web.desk.drafting.filling import filled_record  # noqa: PLC0415 - as above
    from kakehashi.web.desk.drafting.questions import record_of  # noqa: PLC0415 - as above

    content = case_of(candidate=candidate, organization=number, exams=[passed(exam)])
    said = filled_record(record_of(CandidateCase), content, "case")
    sokha.go(f"/desk/candidates/new/{AGREEMENT}/")
    for name in (one.removesuffix(f".{ROW}") for one in said if one.endswith(f".{ROW}")):
        if not sokha.page.locator(f"[name^='{name}.']:not([type=hidden])").count():
            rows = name.rpartition(".")[0]
            sokha.add(rows)
    sokha.put(
        {
            name: values[0]
            for name, values in said.items()
            if values and not name.endswith(f".{ROW}") and ".valid_until_on" not in name
        }
    )
    assert "It can be proposed once" in sokha.press("Keep"), sokha.text
    steps = sokha.page.locator("[name=step] option").all()
    for step in [one.get_attribute("value") for one in steps]:
        sokha.page.get_by_text("Note that a step was done").click()
        sokha.put({"step": str(step)})
        sokha.page.set_input_files("[name=evidence]", PAPER)
        sokha.press("Note the step")
    assert "Missing" not in sokha.text
    return sokha.path


def certify(sokha: Desk, bopha: Desk, case: str) -> str:
    """Propose by one officer and decide by the other; what the case's page says then."""
    sokha.go(case)
    sokha.press("Propose to certify")
    bopha.go(case)
    return bopha.press("Certify the candidate")


def code_on_paper(sokha: Desk, case: str) -> str:
    """Print the certificate, and read what its code says."""
    sokha.go(case)
    with sokha.page.expect_download() as got:
        sokha.page.get_by_role("button", name="Print the certificate (PDF)").click()
    (code,) = read_codes(Path(got.value.path()).read_bytes()).texts
    return code


def check(aoi: Desk, code: str) -> str:
    """Check an applicant who shows the certificate; where the application is."""
    year, month, of_month = HERS["born_on"].split("-")
    aoi.go("/desk/acceptance/one/")
    aoi.put(
        {
            "agreement": AGREEMENT,
            "name": HERS["latin_name"],
            "passport": HERS["passport"],
            "field": "nursing-care",
            "code": code,
            **day("born_on", year, str(int(month)), str(int(of_month))),
        }
    )
    aoi.press("Check")
    return f"{aoi.path}1/"


def revoke(sokha: Desk, bopha: Desk, number: str) -> date:
    """Revoke the approval by two officers, from the organization's file, from today on; the day."""
    on = in_phnom_penh()
    sokha.go(f"/desk/approvals/organizations/{AGREEMENT}/{number}/")
    sokha.press("Draft: Sending organization revoked")
    sokha.put({"public.grounds": "standards-not-met"})
    sokha.draft(boxes("envelope.on", on) | boxes("envelope.effective_on", on), clause="5(4)")
    bopha.sign_off("Sending organization revoked")
    return on


def read_outcome(here: Visit, site: str, email: str, words: str) -> None:
    """Sign in as the applicant, and read what came of the application until it says something."""
    here.go(f"{site}/apply/sign-in/")
    here.page.fill("[name=email]", email)
    here.page.fill("[name=password]", PASSWORD)
    here.page.get_by_role("button", name="Sign in", exact=True).click()
    here.page.locator("main a[href*='/apply/applications/']").first.click()

    def says() -> bool:
        here.page.reload()
        return words in here.text

    nodes.wait_until(says)
    here.picture("certificate-applicant")


@pytest.mark.slow
def test_from_an_application_to_a_certified_candidate_and_to_the_revocation(
    visit: Open, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sokha, bopha = desks(stage, visit, "KH", "sokha", "bopha", scripts=False)
    vanna = Desk(stage, visit(scripts=False), "KH", "vanna", "examines")
    aoi = Desk(stage, visit(), "JP", "aoi", "drafts", "reads-confidential")
    take_keys(stage, tmp_path, monkeypatch)
    email, name = leave_application(stage, "sokha", "bopha")
    number = approve(bopha, examine(vanna, name))
    read_outcome(visit(scripts=False, width=PHONE), sokha.site, email, number)
    entry = f"/registers/{AGREEMENT}/sending-organizations/{number}/"
    aoi.wait_for(entry, number)

    case = open_case(sokha, number, HERS, "JFT-26-000901")
    assert BARRED not in certify(sokha, bopha, case)
    sokha.wait_for(case, "Print the certificate (PDF)")
    sokha.visit.picture("certificate-issued")
    code = code_on_paper(sokha, case)
    tell_japan(stage, tmp_path)
    assert "Certificates issued" in aoi.go("/desk/inbox/")
    application = check(aoi, code)
    aoi.wait_for(application, "Meets")
    aoi.visit.picture("certificate-accepted")
    for fit in (
        "is signed by its issuer",
        "The certificate is among those that its issuer announced.",
        f"The organization {number} was approved on",
    ):
        assert fit in aoi.text, aoi.text

    said = {"organization": number, "candidate": HIS, "exams": [passed("JFT-26-000902")]}
    told = "tests.browser.story_acts:open_case"
    waiting = str(stage.actor("KH").act(told, agreement=AGREEMENT, officer="sokha", **said))
    assert BARRED not in sokha.go(waiting)
    on = revoke(sokha, bopha, number)
    aoi.wait_for(entry, "Revoked")
    sokha.wait_for(waiting, BARRED)
    assert BARRED in certify(sokha, bopha, waiting)
    assert "The certificate waits" in bopha.page.inner_text("body")
    done = stage.actor("KH").act("command", arguments=["certificate", "issue", AGREEMENT])
    assert isinstance(done, dict)
    assert (done["status"], done["said"]) == (1, "0 certificates issued, 1 cases left.\n"), done
    assert "None was issued yet." in bopha.go(waiting)
    bopha.visit.picture("certificate-refused")
    sokha.go(case)
    assert "Valid" in sokha.page.inner_text("tr:has-text('KH-0000001')")

    aoi.go(application)
    aoi.press("Check anew")
    aoi.wait_for(application, "Ask the sending side")
    aoi.visit.picture("certificate-asked")
    reason = aoi.page.inner_text(f"tr:has-text('The approval of {number} was revoked later')")
    assert f"on {on.day} {on:%B %Y}" in reason, reason
    assert "5(2)" in reason
    assert "Does not meet" not in aoi.text
