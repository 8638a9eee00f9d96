"""An intake office that takes reports, and a telephone's browser."""

# ruff: noqa: PLC0415 - settings are there only when a fixture runs

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kakehashi.intake.sealing import OpenKeys
    from tests.web.report.telephone import Phone


@pytest.fixture
def keys(db: None) -> "OpenKeys":  # noqa: ARG001 - it writes
    """The office's keys, as an officer has them open."""
    from tests.intake import make

    return make.office("sokha", "dara")


@pytest.fixture
def phone(keys: "OpenKeys") -> "Phone":  # noqa: ARG001 - the office is open
    """A telephone, in Khmer."""
    from tests.web.report.telephone import Phone

    return Phone()
