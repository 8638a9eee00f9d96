from hypothesis import given, settings

from kakehashi.core.duty_facts import Receipt
from kakehashi.core.fact_lines import fact_of, lines
from tests.core.telling import STEPS, Step, facts_of, told


@settings(deadline=None, max_examples=80)
@given(STEPS)
def test_every_fact_is_read_back_from_each_of_its_lines(steps: list[Step]) -> None:
    for fact in facts_of(told(steps).heard):
        written = list(lines(fact))
        assert bool(written) is not isinstance(fact, Receipt)
        assert {fact_of(line) for line in written} <= {fact}
