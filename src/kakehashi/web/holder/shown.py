"""What a holder sees of her own case: how her certificate stands, and every fee with its basis."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from kakehashi.certificates import queries, sealing
from kakehashi.certificates.models import CandidateCase, State
from kakehashi.core.certificate.case import Fee, Payer
from kakehashi.web.parts import naming
from kakehashi.web.parts.shapes import (
    Amount,
    Code,
    Day,
    Lines,
    Named,
    Row,
    Shown,
    Summary,
)

BORNE: Final = frozenset({Payer.CANDIDATE, Payer.RELATIVE})


@dataclass(frozen=True, slots=True)
class Mine:
    """A holder's own case in words."""

    certificate: Summary
    fees: tuple[Summary, ...]
    totals: Summary


def shown(case: CandidateCase) -> Mine:
    """Put a case into its holder's words; Gone where it was erased."""
    content = sealing.open_content(case)
    row = next((one for one in queries.certificates_of(case) if one.state != State.VOID), None)
    rows = [Row(_("Name, as in the passport"), content.candidate.latin_name)]
    if row is None or row.valid_until_on is None:
        rows.append(Row(_("Status"), _("No certificate was issued yet.")))
    else:
        rows += [
            Row(_("Status"), naming.certificate_status(row.state)),
            Row(_("Certificate number"), Code(row.number)),
            Row(_("Issued on"), Day(row.issued_on)),
            Row(_("Valid until"), Day(row.valid_until_on)),
            Row(_("Field"), naming.field_name(row.field, row.issued_on)),
            Row(_("Approval number of the sending organization"), Code(row.organization)),
        ]
    wage = content.terms.wage.monthly
    rows.append(Row(_("Wage for a month"), Amount(wage.amount, wage.currency)))
    return Mine(Summary(rows), tuple(map(_fee, content.fees)), _totals(content.fees))


def _fee(fee: Fee) -> Summary:
    parts = [f"{part.what}: {part.amount.amount} {part.amount.currency}" for part in fee.parts]
    paid_to: list[Shown] = [gettext(fee.payee.label), fee.payee_name or ""]
    return Summary(
        [
            Row(_("Amount"), Amount(fee.amount.amount, fee.amount.currency)),
            Row(_("Who pays"), gettext(fee.payer.label)),
            Row(_("Who is paid"), Lines(paid_to)),
            Row(_("Basis of calculation"), Named(fee.basis.text, fee.basis.lang)),
            Row(_("Breakdown"), parts),
            Row(_("Explained on"), Day(fee.explained_on)),
        ],
        gettext(fee.purpose.label),
    )


def _totals(fees: tuple[Fee, ...]) -> Summary:
    sums: dict[str, Decimal] = {}
    for fee in fees:
        if fee.payer in BORNE:
            before = sums.get(fee.amount.currency, Decimal(0))
            sums[fee.amount.currency] = before + Decimal(fee.amount.amount)
    said = [Amount(str(total), currency) for currency, total in sorted(sums.items())]
    return Summary(
        [Row(_("You and your relatives pay in all"), said or pgettext("to pay", "Nothing"))]
    )
