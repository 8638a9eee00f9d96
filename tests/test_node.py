import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kakehashi import node
from kakehashi.cli import main
from kakehashi.cli.init import AlreadyThere, make_home
from kakehashi.core.keys import words
from kakehashi.node import NodeRefused, Reason

pytestmark = pytest.mark.once

TOML = 'name = "a.example"\nparty = "JP"\nagreements = ["jp-kh-2019"]\n'


@pytest.fixture
def made(tmp_path: Path) -> node.Node:
    return make_home(
        tmp_path / "home", name="a.example", party="JP", agreements=["jp-kh-2019", "jp-tj-2024"]
    )


def _problems(text: str) -> list[tuple[Reason, str, int]]:
    with pytest.raises(NodeRefused) as refused:
        node.parse(text)
    return [(problem.reason, problem.where, problem.line) for problem in refused.value.problems]


def test_a_home_is_made_and_read_back(made: node.Node) -> None:
    assert (made.name, made.party) == ("a.example", "JP")
    assert made.agreements == ("jp-kh-2019", "jp-tj-2024")
    assert made.origin("jp-kh-2019", 2) == "a.example/jp-kh-2019/JP/2"
    assert node.read(made.home).keys("jp-kh-2019").public == made.keys("jp-kh-2019").public


def test_no_key_serves_twice(made: node.Node) -> None:
    public = [key.x for agreement in made.agreements for key in made.keys(agreement).public]
    local = [made.local_keys.envelope.public, made.local_keys.log.public]

    assert len({*public, *local}) == 2 * 4 + 2


def test_a_signing_key_signs_for_its_public_half(made: node.Node) -> None:
    key = made.keys("jp-kh-2019").envelope

    Ed25519PublicKey.from_public_bytes(key.public).verify(key.sign(b"word"), b"word")


def test_nobody_else_may_read_what_is_made(made: node.Node) -> None:
    for path in (made.home, *made.home.rglob("*")):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_no_secret_is_shown_by_accident(made: node.Node) -> None:
    shown = repr(made) + repr(made.keys("jp-kh-2019")) + repr(made.storage_key)

    assert made.secret not in shown
    assert str(made.storage_key.key) not in shown
    assert str(made.keys("jp-kh-2019").receiving.private) not in shown


def test_a_home_is_never_made_over_another(made: node.Node) -> None:
    before = {path: path.read_bytes() for path in made.home.rglob("*") if path.is_file()}

    with pytest.raises(AlreadyThere):
        make_home(made.home, name="b.example", party="KH", agreements=["jp-kh-2019"])

    assert {path: path.read_bytes() for path in made.home.rglob("*") if path.is_file()} == before


def test_the_storage_key_is_kept_in_a_second_place_outside_the_home(tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere.key"
    args = {"name": "a.example", "party": "JP", "agreements": ["jp-kh-2019"]}

    made = make_home(tmp_path / "home", **args, storage_copy=copy)  # type: ignore[arg-type]  # one call's names

    assert copy.read_bytes() == (made.home / "keys/storage.key").read_bytes()
    inside = tmp_path / "other" / "copy.key"
    with pytest.raises(AlreadyThere):
        make_home(tmp_path / "other", **args, storage_copy=inside)  # type: ignore[arg-type]  # as above
    assert not (tmp_path / "other").exists()


def test_a_home_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path) -> None:
    for name, party, agreement in (
        ("not a host", "JP", "jp-kh-2019"),
        ("a.example", "japan", "jp-kh-2019"),
        ("a.example", "JP", "local"),
        ("a.example", "JP", "../../etc"),
        ('a"\n[web', "JP", "jp-kh-2019"),
    ):
        with pytest.raises(NodeRefused):
            make_home(tmp_path / "home", name=name, party=party, agreements=[agreement])

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ('nmae = "b"', (Reason.UNKNOWN_KEY, "nmae", 4)),
        ("[web]\nport = 80", (Reason.UNKNOWN_KEY, "web.port", 5)),
        ("[post]\nhost = 1", (Reason.UNKNOWN_KEY, "post", 4)),
        ('\n[database]\nurl = "mysql://x"', (Reason.WRONG_VALUE, "database.url", 6)),
        ("[web]\nhosts = []", (Reason.WRONG_VALUE, "web.hosts", 5)),
        ("demo = 1", (Reason.WRONG_VALUE, "demo", 4)),
        ("database = 3", (Reason.WRONG_VALUE, "database", 4)),
    ],
)
def test_what_node_toml_may_not_say_is_refused_with_its_line(
    more: str, problem: tuple[Reason, str, int]
) -> None:
    assert _problems(TOML + more) == [problem]


def test_everything_wrong_is_said_at_once() -> None:
    assert _problems('name = 3\nagreements = ["x", "x"]\nfoo = 1') == [
        (Reason.WRONG_VALUE, "name", 1),
        (Reason.WRONG_VALUE, "agreements", 2),
        (Reason.UNKNOWN_KEY, "foo", 3),
        (Reason.MISSING_KEY, "party", 0),
    ]


def test_text_that_is_no_toml_is_refused_with_its_line() -> None:
    ((reason, _, line),) = _problems(TOML + "web = {")

    assert (reason, line) == (Reason.NOT_TOML, 4)


def _refusal(home: Path) -> tuple[Reason, str]:
    with pytest.raises(NodeRefused) as refused:
        node.read(home)
    (problem,) = refused.value.problems
    return problem.reason, problem.file


def test_a_key_that_others_may_read_is_refused(made: node.Node) -> None:
    (made.home / "keys/jp-kh-2019/log.key").chmod(0o640)

    assert _refusal(made.home) == (Reason.READABLE_BY_OTHERS, "log.key")


def test_a_home_that_others_may_enter_is_refused(made: node.Node) -> None:
    made.home.chmod(0o755)

    assert _refusal(made.home) == (Reason.READABLE_BY_OTHERS, "home")


def test_a_missing_damaged_or_mistaken_key_is_refused(made: node.Node) -> None:
    keys = made.home / "keys"
    log, receiving = keys / "jp-kh-2019/log.key", keys / "jp-kh-2019/receiving.key"
    pem = log.read_bytes()

    log.unlink()
    assert _refusal(made.home) == (Reason.MISSING_FILE, "log.key")
    for content in (b"", pem[:60], receiving.read_bytes()):
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        assert _refusal(made.home) == (Reason.NOT_A_KEY, "log.key")
    log.write_bytes(pem)
    (keys / "storage.key").write_text("c2hvcnQ=\n")
    assert _refusal(made.home) == (Reason.NOT_A_KEY, "storage.key")


def test_a_process_without_a_home_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(node.HOME)

    with pytest.raises(NodeRefused) as refused:
        node.home()

    assert refused.value.problems[0].reason == Reason.NO_HOME


def test_the_command_makes_a_home_and_prints_what_two_people_compare(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    arguments = ["--home", str(home), "--name", "a.example", "--party", "KH"]

    assert main(["init", *arguments, "--agreement", "jp-kh-2019"]) == 0

    spoken = " ".join(words(node.read(home).fingerprint("jp-kh-2019")))
    assert spoken in capsys.readouterr().out
    assert main(["init", *arguments, "--agreement", "jp-kh-2019"]) == 1
    assert "there already" in capsys.readouterr().err


def test_an_unknown_command_is_refused_with_what_there_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["intt"]) == 2
    assert "init" in capsys.readouterr().err
