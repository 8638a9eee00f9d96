"""Certificates over two nodes: issued, announced, verified offline; an insider is found out."""

from pathlib import Path

import pytest

from kakehashi.cli import main
from kakehashi.cli.certificate.root import PASSPHRASE
from tests.two_nodes import nodes
from tests.two_nodes.nodes import AGREEMENT, Node

BY = ("--officers", "sokha", "dara")
SENDER = "KHM900001"
COUNTS = "KH: {} approved = {} issued + {} withdrawn + 0 not yet; 0 void"
COPY = """
INSERT INTO certificates_certificate (
  sequence, number, state, status_index, agreement, why, organization, field, route, issued_on,
  valid_until_on, status_list, commitment, sealed, wrapped, storage, act, issued_at, case_id)
SELECT 99, 'KH-0000099', 'revoked', status_index + 1, agreement, why, organization, field, route,
  issued_on, valid_until_on, status_list, commitment, sealed, wrapped, storage, act, issued_at,
  case_id
FROM certificates_certificate WHERE number = 'KH-0000001'
"""
AT_THE_ISSUER = {
    ("deleted", "KH-0000002"): "DELETE FROM certificates_certificate WHERE number = 'KH-0000002'",
    ("altered", "KH-0000003"): (
        "UPDATE certificates_certificate SET organization = 'KHM900002' WHERE number = 'KH-0000003'"
    ),
    ("state-altered", "KH-0000004"): (
        "UPDATE certificates_certificate SET state = 'revoked' WHERE number = 'KH-0000004'"
    ),
    ("added", "KH-0000099"): COPY,
}
AT_THE_COUNTERPART = {
    ("announced-deleted", "KH-0000005"): (
        "DELETE FROM certificates_announced WHERE number = 'KH-0000005'"
    ),
    ("announced-altered", "KH-0000006"): (
        "UPDATE certificates_announced SET commitment = 'A' WHERE number = 'KH-0000006'"
    ),
}


@pytest.fixture
def certifying(
    pair: tuple[Node, Node], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Node, Node]:
    """Cambodia's node has keys for today, under a root that it never saw, and a sender."""
    japan, cambodia = pair
    level(japan, cambodia)
    monkeypatch.setenv(PASSPHRASE, "invented for a test")
    root, request, keys = (str(tmp_path / name) for name in ("root.pem", "request", "keys.json"))
    for name in ("sokha", "dara"):
        nodes.command(cambodia, "officer", "add", name, "--role", "administers", "--totp")
    assert main(["certificate", "root", "make", root]) == 0
    nodes.command(cambodia, "certificate", "key", "request", AGREEMENT, "--to", request, *BY)
    assert main(["certificate", "root", "certify", root, request, "--to", keys]) == 0
    nodes.command(cambodia, "certificate", "key", "take", AGREEMENT, keys, *BY)
    nodes.ask(cambodia, "sender", SENDER, "approve")
    return japan, cambodia


def level(japan: Node, cambodia: Node) -> None:
    with nodes.running(japan, cambodia):
        nodes.wait_for_rest(japan, cambodia)


def verified(node: Node) -> set[tuple[str, str]]:
    """What `kakehashi verify` finds wrong: (code, number)."""
    done = nodes.attempt(node, "verify")
    found = set()
    for line in done.complained.splitlines():
        code, _, rest = line.partition(": ")
        if code.startswith(("certificate-", "announced-", "reconciliation-")):
            found.add((code, next(word for word in rest.split() if word.startswith("KH-"))))
    assert bool(done.status) == bool(found)
    return found


def reconciled(node: Node) -> tuple[str, set[tuple[str, str]]]:
    done = nodes.attempt(node, "certificate", "reconcile", AGREEMENT)
    lines = [line.split("\t") for line in done.complained.splitlines()]
    return done.said.strip(), {(number, code) for number, code, *_ in lines}


@pytest.mark.once
def test_a_certificate_is_issued_announced_and_verified_by_anybody_offline(
    certifying: tuple[Node, Node], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    japan, cambodia = certifying
    nodes.ask(cambodia, "decide-cases", "4", SENDER)
    nodes.command(cambodia, "certificate", "issue", AGREEMENT)
    for what in ("suspend", "resume"):
        assert nodes.ask(cambodia, "end", "KH-0000003", what)
        nodes.command(cambodia, "certificate", "announce", AGREEMENT)
    nodes.ask(cambodia, "end", "KH-0000002", "revoke")
    nodes.command(cambodia, "certificate", "announce", AGREEMENT)
    level(japan, cambodia)
    for node in (japan, cambodia):
        assert reconciled(node) == (COUNTS.format(4, 4, 0), set())
        assert verified(node) == set()

    keys = str(tmp_path / "published.json")
    nodes.command(cambodia, "certificate", "key", "publish", AGREEMENT, "--to", keys)
    nodes.command(cambodia, "certificate", "status-list", "write", AGREEMENT, "--to", str(tmp_path))
    status = str(tmp_path / "status-1.cwt")
    nodes.command(japan, "certificate", "status-list", "keep", AGREEMENT, status)
    good, revoked = nodes.ask(cambodia, "codes")[:2]
    offline = ("--keys", keys, "--status", status)
    assert main(["certificate", "verify", good, *offline]) == 0
    assert "KH-0000001\tSOK, SREYMOM" in capsys.readouterr().out
    assert main(["certificate", "verify", revoked, good, *offline, "--json"]) == 1
    assert '"reasons": ["revoked"]' in capsys.readouterr().out
    assert main(["certificate", "verify", good, *offline, "--root", "not the words"]) == 1

    nodes.ask(cambodia, "again", "KH-0000002")
    assert nodes.ask(cambodia, "due-at-home") == [["certify-candidates", False]]
    nodes.command(cambodia, "certificate", "issue", AGREEMENT)
    nodes.ask(cambodia, "sender", SENDER, "revoke")
    nodes.ask(cambodia, "decide-cases", "2", SENDER)
    done = nodes.attempt(cambodia, "certificate", "issue", AGREEMENT)
    assert (done.status, done.said) == (1, "0 certificates issued, 2 cases left.\n")
    assert nodes.ask(cambodia, "withdraw-approved") == 2
    nodes.command(cambodia, "certificate", "announce", AGREEMENT)
    level(japan, cambodia)
    assert reconciled(japan) == (COUNTS.format(7, 5, 2), set())
    assert nodes.ask(cambodia, "due-at-home") == [["certify-candidates", True]]
    assert nodes.ask(japan, "replacing") == [["KH-0000005", "KH-0000002"]]


def test_an_insider_with_the_databases_is_found_out_by_number(
    certifying: tuple[Node, Node],
) -> None:
    japan, cambodia = certifying
    nodes.ask(cambodia, "decide-cases", "6", SENDER)
    nodes.command(cambodia, "certificate", "issue", AGREEMENT)
    nodes.command(cambodia, "certificate", "announce", AGREEMENT)
    for statement in AT_THE_ISSUER.values():
        assert nodes.ask(cambodia, "sql", statement) == 1
    assert verified(cambodia) == {(f"certificate-{code}", number) for code, number in AT_THE_ISSUER}

    nodes.command(cambodia, "certificate", "announce", AGREEMENT)
    level(japan, cambodia)
    counts, found = reconciled(japan)
    assert counts == COUNTS.format(6, 6, 0)
    assert found == {(number, code) for code, number in AT_THE_ISSUER}

    for statement in AT_THE_COUNTERPART.values():
        assert nodes.ask(japan, "sql", statement) == 1
    assert verified(japan) == {
        *((f"reconciliation-{code}", number) for code, number in AT_THE_ISSUER),
        *AT_THE_COUNTERPART,
    }
