"""Whether fees have a basis, and stay within the cap that an agreement sets in months of wage."""

from collections.abc import Iterator
from decimal import Decimal

from kakehashi.core.acceptance_check.asked import Asked
from kakehashi.core.acceptance_check.facts import Application, Facts, Fee
from kakehashi.core.acceptance_check.reasons import Finding, Reason, Weight


def basis(application: Application, asked: Asked) -> Iterator[Reason]:
    """Give the fees that were charged without a basis of calculation."""
    for fee in application.fees or ():
        if fee.has_basis is False:
            yield asked.finds(Finding.FEE_WITHOUT_BASIS, asked.weighs("missing"), **_said(fee))


def _said(fee: Fee) -> dict[str, str]:
    return {
        "amount": f"{fee.money.amount:f}",
        "currency": fee.money.currency,
        "purpose": fee.purpose,
        "payee": fee.payee,
    }


def cap(application: Application, facts: Facts, asked: Asked) -> Iterator[Reason]:
    """Compare the fees that count with the cap, in the currency of the wage.

    An amount in another currency counts only by a rate that is known; without one nothing is
    passed silently, and what exceeds the cap already exceeds it.
    """
    if application.fees is None:
        yield asked.finds(Finding.FEES_NOT_RECORDED, asked.weighs("not-recorded"))
        return
    counted = [fee for fee in application.fees if _counts(fee, asked)]
    if not counted:
        yield asked.finds(Finding.FEES_WITHIN, total="0")
        return
    if application.wage is None or application.wage.amount <= 0:
        yield asked.finds(Finding.WAGE_MISSING, Weight.ASK)
        return
    currency = application.wage.currency
    most = application.wage.amount * int(str(asked.table["months"]))
    known = [amount for fee in counted if (amount := _in(currency, fee, facts)) is not None]
    total = sum(known, Decimal(0))
    said = {"total": f"{total:f}", "most": f"{most:f}", "currency": currency}
    foreign = sorted({f.money.currency for f in counted if _in(currency, f, facts) is None})
    if total > most:
        yield asked.finds(Finding.FEES_ABOVE, asked.weighs("above"), **said)
    elif foreign:
        yield asked.finds(
            Finding.FEES_NOT_COMPARABLE, Weight.ASK, **said, foreign=", ".join(foreign)
        )
    else:
        yield asked.finds(Finding.FEES_WITHIN, **said)


def _counts(fee: Fee, asked: Asked) -> bool:
    left_out = asked.list("without")
    return fee.purpose not in left_out and fee.payer in {"candidate", "worker", "relative"}


def _in(currency: str, fee: Fee, facts: Facts) -> Decimal | None:
    if fee.money.currency == currency:
        return fee.money.amount
    rate = facts.rates.get((fee.money.currency, currency))
    return None if rate is None else fee.money.amount * rate
