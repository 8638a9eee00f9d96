"""Pairs of nodes: made once by an administrator's commands, then copied for each test."""

import os
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from tests import homes
from tests.two_nodes import nodes
from tests.two_nodes.nodes import AGREEMENT, Node


def make_pair(folder: Path, *, is_measured: bool = False) -> tuple[Node, Node]:
    """Make two nodes that know each other; nothing of them runs, and nothing was exchanged."""
    japan, cambodia = (
        Node(_home(folder, party), party, nodes.free_port()) for party in ("JP", "KH")
    )
    try:
        for node in (japan, cambodia):
            nodes.command(node, "prepare")
        introduce(japan, cambodia, address=japan.address)
        introduce(cambodia, japan, address=cambodia.address)
    finally:
        nodes.close(japan, cambodia)
    for node in (japan, cambodia):
        node.is_measured = is_measured
    return japan, cambodia


@contextmanager
def copied(prepared: tuple[Node, Node], folder: Path) -> Iterator[tuple[Node, Node]]:
    """Give a copy of two nodes at rest, home and database, and end whatever ran of it."""
    pair = (_copied(prepared[0], folder), _copied(prepared[1], folder))
    try:
        yield pair
    finally:
        nodes.close(*pair)


def introduce(node: Node, to: Node, *, address: str) -> None:
    """Let `to` pin the keys of `node`, whose words its administrator read out."""
    shown = nodes.command(node, "peer", "card", AGREEMENT, "--address", address)
    file = to.home.parent / f"{node.party}.card"
    file.write_text(shown.said)
    words = shown.complained.rpartition(":")[2].split()
    nodes.command(to, "peer", "add", str(file), "--words", *words)


def back_up(node: Node) -> None:
    """Copy the database of a node that stands still."""
    _let_go(node)
    if (url := _database_url(node.home)) is None:
        for file in node.home.glob("db.sqlite3*"):
            shutil.copy(file, _backup(node) / file.name)
    else:
        _copy_database(_name(url), f"{_name(url)}_backup")


def restore(node: Node) -> None:
    """Bring the copy back, as after a loss; what is outside the database stays as it is."""
    _let_go(node)
    if (url := _database_url(node.home)) is None:
        for file in node.home.glob("db.sqlite3*"):
            file.unlink()
        for file in _backup(node).iterdir():
            shutil.copy(file, node.home / file.name)
    else:
        _copy_database(f"{_name(url)}_backup", _name(url))


def _let_go(node: Node) -> None:
    """End who issues, since they stay connected."""
    if nodes.ISSUE in node.processes:
        nodes.kill(node, nodes.ISSUE)


def _backup(node: Node) -> Path:
    folder = node.home.parent / f"{node.party}.backup"
    folder.mkdir(exist_ok=True)
    return folder


def _home(folder: Path, party: str) -> Path:
    name = f"kakehashi.{party.lower()}.example"
    return homes.make_node(folder / party, name=name, party=party, agreements=(AGREEMENT,))


def _copied(node: Node, folder: Path) -> Node:
    home = Path(shutil.copytree(node.home, folder / node.party))
    if url := _database_url(home):
        name = homes.fresh_name()
        _copy_database(_name(url), name)
        said = home / "node.toml"
        said.write_text(said.read_text().replace(_name(url), name))
    return Node(home, node.party, node.port)


def _database_url(home: Path) -> str | None:
    said = tomllib.loads((home / "node.toml").read_text())
    url: str | None = said.get("database", {}).get("url")
    return url


def _name(url: str) -> str:
    return url.rpartition("/")[2].partition("?")[0]


def _copy_database(of: str, to: str) -> None:
    server = os.environ[homes.SERVER_URL]
    with psycopg.connect(server, autocommit=True) as connection:
        for statement in ("DROP DATABASE IF EXISTS {0}", "CREATE DATABASE {0} TEMPLATE {1}"):
            names = map(sql.Identifier, (to, of))
            connection.execute(sql.SQL(statement).format(*names))
