"""What the portal's tests look at: registers with a few invented entries."""

# ruff: noqa: PLC0415 - settings are there only when a fixture runs

from datetime import date

import pytest

from tests.core.authors import Author

ORDERED_ON = date(2026, 2, 3)


@pytest.fixture
def three(db: None) -> None:  # noqa: ARG001 - it writes
    """Two organizations of Cambodia, one of them revoked; one with a measure about it."""
    from tests.registers import make
    from tests.web.portal.reading import apply

    apply(
        make.approved(1, "KHM900001", "Mekong Bridge Manpower Co., Ltd.", "ស្ពានមេគង្គ ខូអិលធីឌី"),
        make.approved(2, "KHM900002", "Angkor Link Co., Ltd.", "អង្គរលីង"),
        make.revoked(3, "KHM900002"),
        make.measure(1, number="KHM900002", name="株式会社みほん", decided=ORDERED_ON),
    )


@pytest.fixture
def cambodia(db: None) -> Author:  # noqa: ARG001 - it writes
    """Cambodia's node, introduced to ours; both journals are open."""
    from tests.exchange import counterpart

    return counterpart.cambodia()
