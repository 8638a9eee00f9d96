import pytest

from tests.core.authors import Author


@pytest.fixture
def cambodia(db: None) -> Author:  # noqa: ARG001 - it writes
    """Cambodia's node, introduced to ours; both journals are open."""
    from kakehashi.exchange import hearing, outlook  # noqa: PLC0415 - settings are there only now
    from tests.exchange import counterpart  # noqa: PLC0415

    # An author of the tests gives the same ids in every test; nothing else ever does.
    hearing.heard_at.cache_clear()
    outlook.load_view.cache_clear()
    outlook.just_written.clear()
    return counterpart.cambodia()
