"""A case on paper and as a file whose every notice can be checked without a node."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from kakehashi import dispatch
from kakehashi.cli import main
from kakehashi.desk.models import Case
from kakehashi.journal.models import Entry
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, Counterpart
from tests.web.desk.test_printing import recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(counterpart: Counterpart) -> str:
    """A case of misconduct: informed, then acknowledged."""
    make.known(counterpart, "misconduct.acknowledged")
    dispatch.catch_up(AGREEMENT, now=timezone.now())
    return Case.objects.get(family="misconduct").matter


def post(client: Client, matter: str, what: str) -> bytes:
    answered = client.post(f"/desk/cases/{AGREEMENT}/{matter}/{what}/")
    assert answered.status_code == 200, answered.content[:200]
    return b"".join(answered) if answered.streaming else answered.content


def exported(client: Client, matter: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(post(client, matter, "export")))


def text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_a_case_is_printed_whole_and_marked(drafter: Client, matter: str) -> None:
    said = text(post(drafter, matter, "print"))
    for expected in ("Misconduct", "Misconduct informed", "Misconduct acknowledged", matter):
        assert expected in said
    assert "Confidential (clause 3)" in said
    assert "<span" not in said
    (act,) = recorded("case.printed")
    assert act["thing"] == matter


def test_who_reads_nothing_confidential_gets_none_of_it(drafter: Client, matter: str) -> None:
    plain = make.desk_of(make.officer("mei", make.AUDITS))
    said = text(post(plain, matter, "print"))
    assert "confidential parts that are not printed here" in said
    full = "".join(map(str, _contents(exported(drafter, matter))))
    closed = "".join(map(str, _contents(exported(plain, matter))))
    assert "confidential" in full
    assert "confidential" not in closed
    index = json.loads(exported(plain, matter).read("case.json"))
    assert all("confidential" in one["left_out"] for one in index["notices"])


def _contents(archive: zipfile.ZipFile) -> list[object]:
    names = [name for name in archive.namelist() if name.endswith("content.json")]
    return [json.loads(archive.read(name)) for name in names]


def test_an_export_is_checked_offline_and_each_change_is_found(
    drafter: Client, matter: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = exported(drafter, matter)
    folder = tmp_path / "case"
    archive.extractall(folder)
    file = tmp_path / "case.zip"
    file.write_bytes(post(drafter, matter, "export"))
    assert main(["check", str(folder)]) == 0
    assert main(["check", str(file)]) == 0
    told = capsys.readouterr().out
    assert "2 notices" in told
    for proof in folder.glob("*/proof.json"):
        kept = proof.read_text()
        said = json.loads(kept)
        part = said["parts"][-1]
        part["data"] = part["data"][:-2] + ("AA" if part["data"][-2:] != "AA" else "BB")
        proof.write_text(json.dumps(said, sort_keys=True, separators=(",", ":")))
        assert main(["check", str(folder)]) == 1
        proof.write_text(kept)
    assert main(["check", str(folder)]) == 0


def test_a_notice_that_stands_for_another_is_found(
    drafter: Client, matter: str, tmp_path: Path
) -> None:
    archive = exported(drafter, matter)
    archive.extractall(tmp_path)
    index = tmp_path / "case.json"
    said = json.loads(index.read_text())
    proved = [one for one in said["notices"] if one["proved"]]
    assert proved
    proved[0]["reference"] = "01900000-0000-7000-8000-000000000000"
    index.write_text(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
    assert main(["check", str(tmp_path)]) == 1


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "a/b", ".."])
def test_an_index_leads_nowhere_out_of_its_folder(
    drafter: Client, matter: str, tmp_path: Path, name: str
) -> None:
    archive = exported(drafter, matter)
    archive.extractall(tmp_path)
    index = tmp_path / "case.json"
    said = json.loads(index.read_text())
    said["notices"][0]["folder"] = name
    index.write_text(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
    assert main(["check", str(tmp_path)]) == 2


def test_another_agreements_officer_takes_nothing_out(matter: str) -> None:
    other = make.desk_of(make.officer("sora", make.DRAFTS, agreement=make.OTHER))
    for what in ("print", "export"):
        assert other.post(f"/desk/cases/{AGREEMENT}/{matter}/{what}/").status_code == 404
    assert not Entry.objects.filter(kind__startswith="case.").exists()
