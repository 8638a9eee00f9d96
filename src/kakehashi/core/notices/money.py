"""Amounts: decimal strings with a currency of ISO 4217, exact or rounded."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.payload import Payload

_CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW
KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR
MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX
USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
_CURRENCIES = frozenset(_CODES.split())


def _is_currency(code: str) -> str:
    if code not in _CURRENCIES:
        raise fault(Fault.NO_CURRENCY)
    return code


Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), AfterValidator(_is_currency)]


class Money(Payload):
    """An amount as a decimal string, always with its currency (ISO 4217)."""

    amount: str = Field(title="Amount", pattern=r"^(0|[1-9][0-9]{0,14})(\.[0-9]{1,4})?$")
    currency: Currency = Field(title="Currency")


class RoughMoney(Payload):
    """An amount rounded to at most two leading digits, so that it points at nobody."""

    amount: str = Field(
        title="Amount, rounded",
        description="At most two leading digits: 570000, not 566889.",
        pattern=r"^[1-9][0-9]?0{0,12}$",
    )
    currency: Currency = Field(title="Currency")
