"""Whether a row states an application that another row states too: nothing is counted twice."""

from collections.abc import Iterable
from dataclasses import dataclass

from kakehashi.core.acceptance_check.reasons import Finding, Judgment, Reason, Verdict, Weight


@dataclass(frozen=True, slots=True)
class Stating:
    """A row that states an application: its order, its file, its contents, where it stands.

    Contents are alike where their tokens are.
    """

    order: int
    file: int
    content: str
    where: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """What the other rows mean for one row.

    `judgment` is there where it repeats an earlier row, and is not judged again; `reasons` are to
    be weighed with what else is found. `is_counted` is false where another row counts in its
    place, `replaced` are the earlier rows in whose place it counts.
    """

    judgment: Judgment | None = None
    reasons: tuple[Reason, ...] = ()
    is_counted: bool = True
    replaced: tuple[int, ...] = ()


def repeated(row: Stating, others: Iterable[Stating], *, is_numbered: bool) -> Repeated:
    """Say what the other rows of the same application mean for a row.

    `is_numbered` says that they are the same by a number that the application itself states.
    """
    known = sorted((one for one in others if one.order != row.order), key=lambda one: one.order)
    earlier = [one for one in known if one.order < row.order]
    for one in earlier:
        if one.content == row.content:
            reason = Reason(Finding.SAME_APPLICATION, Weight.SAYS, "", {"where": one.where})
            return Repeated(Judgment(Verdict.REPEATED, (reason,)), is_counted=False)
    here = [one for one in earlier if one.file == row.file]
    reasons = tuple(
        Reason(Finding.SAME_REFERENCE, Weight.CORRECT, "", {"where": one.where})
        for one in (here if is_numbered else ())
    )
    is_replaced = any(
        one.order > row.order and one.file != row.file and one.content != row.content
        for one in known
    )
    replaced = tuple(one.order for one in earlier if one.file != row.file)
    return Repeated(None, reasons, not is_replaced, replaced)
