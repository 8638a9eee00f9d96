"""Two nodes for each test: copies of a pair that is prepared once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.two_nodes import making
from tests.two_nodes.nodes import Node

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE) and "pair" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("pair"))  # one worker prepares it


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Node, Node]:
    """Two nodes that know each other and never ran."""
    return making.make_pair(tmp_path_factory.mktemp("prepared"))


@pytest.fixture
def pair(prepared: tuple[Node, Node], tmp_path: Path) -> Iterator[tuple[Node, Node]]:
    """Two nodes of this test's own."""
    with making.copied(prepared, tmp_path) as made:
        yield made
