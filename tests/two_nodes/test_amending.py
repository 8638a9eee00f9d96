"""An amendment between two nodes: agreed by everybody, adopted, in force, and the past kept."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kakehashi.cli.demo.stage import Role, StageFailed
from tests import homes
from tests.core.hearing import profile, profile_text
from tests.two_nodes import nodes
from tests.two_nodes.staged import Staged

AGREEMENT = "jp-kh-2019"
ACTS = "tests.two_nodes.amending_acts:"
PERMIT = 'kinds = ["contact-point.changed"]'
CONTACT = {"kind": "contact-point.changed", "clause": "2"}
REVIEW = {"kind": "review.opened", "clause": "9"}


class Two:
    """Japan's node and Cambodia's, and their one clock."""

    def __init__(self, folder: Path) -> None:
        roles = (
            Role("JP", "kakehashi.jp.example", (AGREEMENT,), nodes.free_port()),
            Role("KH", "kakehashi.kh.example", (AGREEMENT,), nodes.free_port()),
        )
        self.stage = Staged(folder, roles)
        self.at = datetime(2027, 1, 10, 4, tzinfo=UTC)
        databases = homes.fresh_databases(role.party for role in roles)
        self.stage.build(database=databases, is_demo=True, opened_at=self.at)

    def on(self, month: int, day: int) -> None:
        """Go on to a day."""
        self.at = datetime(2027, month, day, 4, tzinfo=UTC)

    def act(self, party: str, what: str, **facts: object) -> Any:
        """Have something done inside a node."""
        self.at += timedelta(seconds=1)
        at = self.at.timestamp()
        return self.stage.actor(party).act(ACTS + what, now=at, agreement=AGREEMENT, **facts)

    def cross(self) -> None:
        """Let everything cross, receipts included."""
        for sender, receiver in (("JP", "KH"), ("KH", "JP"), ("JP", "KH"), ("KH", "JP")):
            data = self.stage.actor(sender).act("bundle", agreement=AGREEMENT)
            self.at += timedelta(seconds=11)
            self.stage.actor(receiver).act(
                "take", agreement=AGREEMENT, data=data, now=self.at.timestamp()
            )


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    made = Two(tmp_path)
    try:
        yield made
    finally:
        made.stage.close()


def agree(two: Two, file: Path) -> str:
    """Let every signatory of both sides consent to the profile in a file; give its digest."""
    proposed = two.act("JP", "propose", file=str(file))
    told = {"proposal": proposed["jti"], "digest": proposed["digest"]}
    two.cross()
    assert "jti" in two.act("KH", "consent", signatories=["molvt"], **told)
    assert "jti" in two.act("JP", "consent", signatories=["moj", "mofa"], **told)
    two.cross()
    assert "jti" in two.act("JP", "say", **CONTACT), "the old terms hold until everybody consented"
    assert "jti" in two.act("JP", "consent", signatories=["mhlw", "npa"], **told)
    two.cross()
    return str(proposed["digest"])


@pytest.mark.slow
@pytest.mark.once
def test_an_amendment_is_agreed_adopted_and_holds_from_its_day(two: Two, tmp_path: Path) -> None:
    file = tmp_path / "profile.toml"
    file.write_text(profile_text(AGREEMENT).replace(PERMIT, f"{PERMIT}\nuntil = 2027-04-01", 1))
    old = tmp_path / "old.toml"
    old.write_text(profile_text(AGREEMENT))
    two.cross()
    before = two.act("KH", "say", **CONTACT)
    digest = agree(two, file)
    assert digest != profile(AGREEMENT).digest

    for party in ("JP", "KH"):
        refused = two.act(party, "say", **CONTACT)
        assert refused == {"refused": "another-profile", "detail": digest}
    with pytest.raises(StageFailed, match="its digest is"):
        two.stage.run("JP", "adopt", AGREEMENT, str(old))
    two.stage.run("JP", "adopt", AGREEMENT, str(file))
    kept = two.stage.home("JP") / "agreements" / AGREEMENT / "2027-04-01" / "profile.toml"
    assert kept.read_text() == file.read_text()

    two.on(3, 1)
    early = two.act("JP", "say", **CONTACT)
    two.on(4, 2)
    late = two.act("JP", "say", **REVIEW)
    assert two.act("JP", "say", **CONTACT)["refused"] == "not-permitted"
    two.cross()
    assert two.act("KH", "verdict", jti=early["jti"]) == "heeded"
    assert two.act("KH", "verdict", jti=late["jti"]) == "waiting"

    two.stage.run("KH", "adopt", AGREEMENT, str(file))
    two.cross()
    assert two.act("KH", "verdict", jti=late["jti"]) == "heeded"
    assert two.act("KH", "say", **CONTACT)["refused"] == "not-permitted"
    assert "jti" in two.act("KH", "say", **REVIEW)
    two.cross()
    said = set()
    for party in ("JP", "KH"):
        two.stage.run(party, "rebuild", AGREEMENT)
        assert two.act(party, "verdict", jti=before["jti"]) == "heeded"
        said.add(two.stage.run(party, "verify").said.split()[1])
    assert len(said) == 1
