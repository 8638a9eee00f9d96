import pytest

from tests.core.authors import Author


@pytest.fixture
def cambodia(db: None) -> Author:
    """Cambodia's node, introduced to ours; both journals are open."""
    from tests.exchange import counterpart

    return counterpart.cambodia()
