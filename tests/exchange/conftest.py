import pytest

from tests.core.authors import Author


@pytest.fixture
def cambodia(db: None) -> Author:  # noqa: ARG001 - it writes
    """Cambodia's node, introduced to ours; both journals are open."""
    from tests.exchange import counterpart  # noqa: PLC0415 - settings are there only now

    return counterpart.cambodia()
