"""Why a certificate, a key or a status list does not count, and what may be done next."""

from kakehashi.core.notices.codes import Code


class Outcome(Code):
    """What a verification comes to; the colours are green, amber, red, red."""

    VALID = "valid", "Genuine and valid"
    UNSURE = "unsure", "Genuine; its status today is not known for sure"
    NOT_VALID = "not-valid", "Genuine, and it does not count"
    REFUSED = "refused", "Not shown to be genuine"


class Reason(Code):
    """One reason; a verdict carries all that apply, `ADVICE` says what to do about each."""

    NO_CERTIFICATE = "no-certificate", "This is not the code of a certificate"
    OVERSIZED = "oversized", "The code is longer than that of any certificate"
    CUT = "cut", "The code is cut off or was misread"
    SECOND_FORM = "second-form", "The code is written in another form than its issuer writes"
    HEADER = "header", "The code carries a header that is not known"
    CRITICAL_HEADER = "critical-header", "The code demands something that is not known"
    ALGORITHM = "algorithm", "The code is signed with another algorithm"
    CLAIMS = "claims", "What the code says is not what a certificate says"
    UNKNOWN_KEY = "unknown-key", "It is signed by a key that is not known here as its issuer's"
    ISSUER = "issuer", "It says to be of another issuer than its key"
    OTHER_AGREEMENT = "other-agreement", "It is another country's or another agreement's"
    SIGNATURE = "signature", "Its signature is not its issuer's: it was altered or forged"
    KEY_PERIOD = "key-period", "It was issued on a day on which its key did not sign"
    KEY_REVOKED = "key-revoked", "The key it was signed with is no longer trusted"
    NOT_YET = "not-yet", "Its day of issue is still to come"
    EXPIRED = "expired", "Its validity is over"
    SUSPENDED = "suspended", "It is suspended"
    REVOKED = "revoked", "It was revoked"
    NO_STATUS = "no-status", "There is no status list at hand for it"
    STATUS_OLD = "status-old", "The status list is older than a day"
    STATUS_EXPIRED = "status-expired", "The status list is too old to rely on"
    STATUS_AHEAD = "status-ahead", "The status list is from the future: one of the clocks is wrong"
    NOT_ANNOUNCED = "not-announced", "Its number was never announced by its issuer"
    ANNOUNCED_OTHERWISE = "announced-otherwise", "Its issuer announced another one by its number"
    OTHER_HOLDER = "other-holder", "It is another person's than the one it is shown for"


REFUSING = frozenset(
    {
        Reason.NO_CERTIFICATE,
        Reason.OVERSIZED,
        Reason.CUT,
        Reason.SECOND_FORM,
        Reason.HEADER,
        Reason.CRITICAL_HEADER,
        Reason.ALGORITHM,
        Reason.CLAIMS,
        Reason.UNKNOWN_KEY,
        Reason.ISSUER,
        Reason.OTHER_AGREEMENT,
        Reason.SIGNATURE,
        Reason.KEY_PERIOD,
        Reason.KEY_REVOKED,
        Reason.ANNOUNCED_OTHERWISE,
    }
)
ENDING = frozenset(
    {
        Reason.NOT_YET,
        Reason.EXPIRED,
        Reason.SUSPENDED,
        Reason.REVOKED,
        Reason.OTHER_HOLDER,
    }
)


class Advice(Code):
    """What the reader does next."""

    SHOW_AGAIN = "show-again", "Take the picture again: flat, in good light, the whole code."
    ASK_ISSUER = "ask-issuer", "Do not rely on it. Ask the issuing ministry about the number."
    RENEW_KEYS = (
        "renew-keys",
        "Fetch the issuer's newest keys, then try again. If it stays so, ask the issuing ministry.",
    )
    RENEW_STATUS = "renew-status", "Fetch the newest status list, then try again."
    CHECK_CLOCK = "check-clock", "See whether the date of this device is right, then try again."
    OTHER_CHECK = "other-check", "Check it where certificates of that country are checked."
    ASK_HOLDER = "ask-holder", "Ask the holder for the certificate that is valid now."


ADVICE: dict[Reason, Advice] = {
    Reason.NO_CERTIFICATE: Advice.SHOW_AGAIN,
    Reason.OVERSIZED: Advice.ASK_ISSUER,
    Reason.CUT: Advice.SHOW_AGAIN,
    Reason.SECOND_FORM: Advice.ASK_ISSUER,
    Reason.HEADER: Advice.ASK_ISSUER,
    Reason.CRITICAL_HEADER: Advice.ASK_ISSUER,
    Reason.ALGORITHM: Advice.ASK_ISSUER,
    Reason.CLAIMS: Advice.ASK_ISSUER,
    Reason.UNKNOWN_KEY: Advice.RENEW_KEYS,
    Reason.ISSUER: Advice.ASK_ISSUER,
    Reason.OTHER_AGREEMENT: Advice.OTHER_CHECK,
    Reason.SIGNATURE: Advice.ASK_ISSUER,
    Reason.KEY_PERIOD: Advice.ASK_ISSUER,
    Reason.KEY_REVOKED: Advice.ASK_ISSUER,
    Reason.NOT_YET: Advice.CHECK_CLOCK,
    Reason.EXPIRED: Advice.ASK_HOLDER,
    Reason.SUSPENDED: Advice.ASK_ISSUER,
    Reason.REVOKED: Advice.ASK_HOLDER,
    Reason.NO_STATUS: Advice.RENEW_STATUS,
    Reason.STATUS_OLD: Advice.RENEW_STATUS,
    Reason.STATUS_EXPIRED: Advice.RENEW_STATUS,
    Reason.STATUS_AHEAD: Advice.CHECK_CLOCK,
    Reason.NOT_ANNOUNCED: Advice.ASK_ISSUER,
    Reason.ANNOUNCED_OTHERWISE: Advice.ASK_ISSUER,
    Reason.OTHER_HOLDER: Advice.ASK_ISSUER,
}


class Refused(ValueError):
    """Something signed that cannot be taken; `reason` says why, the message where."""

    def __init__(self, reason: Reason, where: str = "") -> None:
        super().__init__(f"{reason}: {where}" if where else str(reason))
        self.reason = reason
