"""The portal cannot show what is not public: it never holds it."""

import ast
import dataclasses
import importlib
from collections.abc import Iterator
from pathlib import Path

from kakehashi.core.notices import KINDS
from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.payload import Classification
from kakehashi.core.notices.snapshots import ListedRow
from kakehashi.dispatch.public_account import SideAccount
from kakehashi.registers.queries import PublicChange, PublicEntry, Shelf
from kakehashi.registers.search import Found
from tests.house.tree import SOURCES, modules, name

PORTAL = SOURCES / "web" / "portal"
NOTICES = "kakehashi.core.notices"
# What it may read, beside its own rooms and core's arithmetic; of a journal only sizes and proofs.
READ = {
    "kakehashi",
    "kakehashi.node",
    "kakehashi.database.snapshot",
    "kakehashi.dispatch.proving",
    "kakehashi.dispatch.public_account",
    "kakehashi.dispatch.public_names",
    "kakehashi.exchange.models",
    "kakehashi.journal",
    "kakehashi.registers",
    "kakehashi.registers.queries",
    "kakehashi.registers.search",
    "kakehashi.registers.watermarks",
}
OF_THE_JOURNAL = {"journals", "cosigned_size"}
NOT_PUBLIC = ("confidential", "restricted", "particulars", "representative", "statement", "links")


def imports() -> Iterator[tuple[Path, str, str]]:
    """What each module of the portal imports from this project: file, module, name."""
    for path, tree in modules(PORTAL):
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kakehashi"):
                for alias in node.names:
                    yield path, str(node.module), alias.name


def test_the_portal_reads_public_records_only() -> None:
    rooms = ("kakehashi.core", "kakehashi.web.portal", "kakehashi.web.parts")
    found = [
        f"{name(path)}: {module}"
        for path, module, _ in imports()
        if module not in READ and not module.startswith(rooms)
    ]
    assert found == []


def test_of_notices_the_portal_knows_codes_fields_and_public_rows() -> None:
    found = []
    for path, module, wanted in imports():
        if not module.startswith(NOTICES):
            continue
        thing = getattr(importlib.import_module(module), wanted)
        is_shape = isinstance(thing, type)
        if is_shape and not issubclass(thing, Code | ListedRow) and thing is not Code:
            found.append(f"{name(path)}: {wanted}")
    assert found == []


def test_of_a_journal_the_portal_asks_how_much_is_countersigned_and_nothing_else() -> None:
    found = [
        f"{name(path)}: {node.attr}"
        for path, tree in modules(PORTAL)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "journals"
        and node.attr not in OF_THE_JOURNAL
    ]
    assert found == []


def test_what_pages_are_fed_with_has_no_place_for_anything_else() -> None:
    found = [
        f"{record.__name__}.{field.name}"
        for record in (PublicEntry, PublicChange, Shelf, Found, SideAccount)
        for field in dataclasses.fields(record)
        if any(word in field.name for word in NOT_PUBLIC)
    ]
    assert found == []


def test_notices_behind_a_public_register_are_public_by_their_type() -> None:
    kinds = [
        kind
        for kind in KINDS
        if kind.startswith(("sending-organization.", "acceptance.")) and not kind.endswith("guided")
    ]
    assert kinds
    assert {KINDS[kind].classes[0] for kind in kinds} == {Classification.PUBLIC}
