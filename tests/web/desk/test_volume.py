"""Unusually many notices of one officer wait for another officer."""

import pytest
from django.test import Client

from kakehashi.core.volume import Threshold
from kakehashi.desk.models import Draft, Pause
from kakehashi.journal.models import Entry
from kakehashi.web.parts.shapes import Link
from tests.web.desk import make
from tests.web.desk.make import OTHER
from tests.web.desk.test_drafts import press, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_in_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kakehashi.desk.volume.thresholds", lambda: (Threshold(2, 1),))


def page(client: Client, where: str = "/desk/drafts/") -> str:
    return client.get(where, follow=True).content.decode()


def waiting(client: Client) -> list[object]:
    """What the morning page says of a pause: the next step, and how many notices wait."""
    tables = client.get("/desk/").context["tables"]
    if "paused" not in tables:
        return []
    ((*_who, drafts, step),) = tables["paused"].rows
    return [step.text if isinstance(step, Link) else step.word, drafts]


def test_a_further_notice_waits_until_another_officer_lets_its_signer_go_on(
    drafter: Client, decider: Client
) -> None:
    for _number in range(2):
        assert press(decider, submitted(drafter), "sign-off") == 302
    third = submitted(drafter)
    assert press(decider, third, "sign-off") == 409
    assert press(decider, third, "sign-off") == 409
    where = f"/desk/drafts/{third.public_id}/check/"
    answered = decider.post(where, {"revision": str(third.revision), "again": "sign-off"})
    assert "2 notices within 1 h, which is unusually many" in answered.content.decode()
    assert Draft.objects.filter(state="issued").count() == 2
    paused = Pause.objects.get()
    release = f"/desk/drafts/pauses/{paused.pk}/"
    assert "unusually many" not in page(decider), "nobody lets themselves go on"
    assert decider.post(release).status_code == 404
    stranger = make.desk_of(make.officer("io", make.DECIDES, agreement=OTHER))
    assert stranger.post(release).status_code == 404

    other = make.desk_of(make.officer("kei", make.DECIDES))
    assert "Officers who signed off unusually many notices" in page(other)
    assert waiting(decider) == ["Another officer has to let you go on", 1]
    assert waiting(other) == ["Ask, then let them go on", 1]
    fourth = submitted(drafter)
    press(decider, fourth, "sign-off")
    assert waiting(other)[1] == 2
    back = {"revision": str(fourth.revision), "again": "send-back", "reason": "Another day"}
    assert decider.post(f"/desk/drafts/{fourth.public_id}/check/", back).status_code == 302
    assert waiting(other)[1] == 1, "what went back waits no more"
    assert waiting(drafter) == [], "who does not decide lets nobody go on"
    assert other.post(release).status_code == 302
    assert other.post(release).status_code == 404
    assert waiting(other) == []
    assert press(decider, third, "sign-off") == 302
    assert Entry.objects.filter(kind="volume.reached").count() == 1
    assert Entry.objects.filter(kind="volume.released").count() == 1


def test_another_officer_signs_off_as_before(drafter: Client, decider: Client) -> None:
    for _number in range(2):
        press(decider, submitted(drafter), "sign-off")
    other = make.desk_of(make.officer("kei", make.DECIDES, make.CONFIDENTIAL))
    assert press(other, submitted(drafter), "sign-off") == 302
