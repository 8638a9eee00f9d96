"""The acceptance check: one application against the records, by the agreement's own rules.

Facts in, verdict out. What is asked, under which clause, and what an answer weighs, the profile
says; what it does not ask is not looked at. Nothing here knows the time.
"""

from kakehashi.core.acceptance_check.judge import judge
from kakehashi.core.acceptance_check.reasons import Finding, Judgment, Reason, Verdict, Weight

__all__ = ["Finding", "Judgment", "Reason", "Verdict", "Weight", "judge"]
