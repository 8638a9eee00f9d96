"""Whatever lets content leave says so where it is written, and what stands before it."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern

from kakehashi.core.ways_out import Gate, Way, WayOut, way_out_of
from kakehashi.web.parts.doors import Door
from tests.house.test_doors import EVERY
from tests.house.tree import SOURCES, modules, name

# Calls by which bytes or words leave: whoever makes one declares its way.
LEAVING = {
    "FileResponse",
    "HttpResponse",
    "JsonResponse",
    "StreamingHttpResponse",
    "EmailMessage",
    "EmailMultiAlternatives",
    "as_pdf",
    "download",
    "mail.send",
    "public_proof",
    "seal_package",
    "sealed_to",
    "send_mail",
    "write_bundle",
    "write_proof",
}
# The calls themselves, where they are written: their callers declare the way.
CALLED = {"as_pdf", "download", "sealed_to", "write_bundle"}
# What asks the gate.
ASKING = {"may_leave", "may_go", "require_within", "public_proof", "proof_of"}
# What only carries what its callers declare, and the framework's mail, which is turned off.
CARRYING = {"src/kakehashi/exchange/mail.py: send", "src/kakehashi/accounts/adapters.py: send_mail"}


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node


def calls(function: ast.FunctionDef) -> set[str]:
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and not _is_empty(node):
            called = node.func
            if isinstance(called, ast.Attribute):
                found |= {called.attr, ast.unparse(called)}
            elif isinstance(called, ast.Name):
                found.add(called.id)
    return found


def _is_empty(call: ast.Call) -> bool:
    """An answer that is a status and nothing else."""
    return not call.args and {one.arg for one in call.keywords} == {"status"}


def declares(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(one, ast.Call) and ast.unparse(one.func).split(".")[-1] == "lets_out"
        for one in function.decorator_list
    )


def letting_out() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path, tree in modules(SOURCES):
        for function in functions(tree):
            if function.name not in CALLED and calls(function) & LEAVING:
                yield path, function


def test_whatever_hands_content_out_declares_its_way_and_its_gate() -> None:
    found = [
        f"{name(path)}: {function.name}"
        for path, function in letting_out()
        if not declares(function)
    ]
    assert sorted(set(found) - CARRYING) == []


def test_whatever_says_that_the_gate_is_asked_asks_it() -> None:
    found = []
    for path, tree in modules(SOURCES):
        asks = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        asks |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        for function in functions(tree):
            text = " ".join(ast.unparse(one) for one in function.decorator_list)
            if "Gate.ASKED" in text and not asks & ASKING:
                found.append(f"{name(path)}: {function.name}")
    assert found == []


# A page is a way out as well: its door is its gate.
BY_DOOR = {
    Door.PUBLIC: WayOut(Way.PUBLIC_PAGE, Gate.PUBLIC),
    Door.REPORTER: WayOut(Way.PUBLIC_PAGE, Gate.OWN),
    Door.OFFICERS: WayOut(Way.DESK_PAGE, Gate.CIRCLE),
    Door.ENTRANCE: WayOut(Way.DESK_PAGE, Gate.NAMELESS),
    Door.APPLICANT: WayOut(Way.APPLICANT_PAGE, Gate.OWN),
}
FITTING = {
    Door.PUBLIC: {Gate.PUBLIC, Gate.ASKED, Gate.OWN},
    Door.REPORTER: {Gate.OWN},
    Door.OFFICERS: {Gate.CIRCLE, Gate.ASKED, Gate.OWN, Gate.NAMELESS},
    Door.ENTRANCE: {Gate.NAMELESS},
    Door.APPLICANT: {Gate.OWN},
    Door.COUNTERPART: {Gate.COUNTERPART},
}


@pytest.mark.parametrize(("route", "pattern"), EVERY, ids=[route for route, _ in EVERY])
def test_every_address_has_a_way_out_that_fits_its_door(route: str, pattern: URLPattern) -> None:
    door = getattr(pattern.callback, "door", None)
    assert isinstance(door, Door), route
    way = way_out_of(pattern.callback) or BY_DOOR.get(door)
    assert way is not None, route
    assert way.gate in FITTING[door], route


def test_a_new_way_without_a_declaration_would_be_found() -> None:
    tree = ast.parse(
        "def hand_out(request):\n    return download(b'secret', 'a.txt', 'text/plain')"
    )
    (function,) = functions(tree)
    assert calls(function) & LEAVING
    assert not declares(function)


def test_what_is_declared_is_read_back_from_the_function() -> None:
    proving = importlib.import_module("kakehashi.dispatch.proving")
    assert way_out_of(proving.public_proof) == WayOut(Way.PROOF, Gate.ASKED)
