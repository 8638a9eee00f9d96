"""A node whose side has certified keys, and two officers."""

from collections.abc import Iterator
from datetime import date

import pytest

from kakehashi import node


@pytest.fixture
def officers(db: None) -> tuple[int, int]:  # noqa: ARG001 - it writes
    """Two officers' ids."""
    from kakehashi.accounts.models import Officer  # noqa: PLC0415 - settings are there only now
    from tests.certificates import make  # noqa: PLC0415

    first, second = (
        Officer.objects.create(username=name, added_at=make.NOW) for name in ("sophea", "dara")
    )
    return first.pk, second.pk


@pytest.fixture
def issuing_keys(db: None) -> Iterator[None]:  # noqa: ARG001 - it writes
    """Keys for March and April 2026, certified by a root that is nowhere here."""
    from kakehashi.certificates import keys  # noqa: PLC0415 - settings are there only now
    from kakehashi.journal.record import open_record  # noqa: PLC0415
    from tests.certificates import make  # noqa: PLC0415

    open_record(now=make.NOW)
    request = keys.make_keys(make.AGREEMENT, first=date(2026, 3, 1), months=2)
    keys.take_keys(make.AGREEMENT, make.certified(request), now=make.NOW)
    yield
    for file in (node.home() / "keys" / make.AGREEMENT / keys.FOLDER).glob("*.key"):
        file.unlink()
