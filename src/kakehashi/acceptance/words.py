"""The words of the check, marked for translation; who shows them translates them.

`{names}` in a text are the particulars of its reason, filled in after it is translated.
"""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_noop as _

from kakehashi.acceptance.taking import Why
from kakehashi.core.acceptance_check import Finding, Verdict

VERDICTS: Final[Mapping[Verdict, str]] = {
    Verdict.MEETS: _("Meets"),
    Verdict.DOES_NOT_MEET: _("Does not meet"),
    Verdict.ASK: _("Ask the sending side"),
    Verdict.CORRECT: _("Correct the application"),
    Verdict.REPEATED: _("Checked already"),
}

VERDICT_HINTS: Final[Mapping[Verdict, str]] = {
    Verdict.MEETS: _("Nothing that the agreement asks speaks against it."),
    Verdict.DOES_NOT_MEET: _("Something that the agreement asks is certainly not so."),
    Verdict.ASK: _(
        "The sending side can say what is not certain here. Nothing is held against it."
    ),
    Verdict.CORRECT: _("It was not read for certain. Correct it at its source and take it anew."),
    Verdict.REPEATED: _("Another row states the same application; it is not counted again."),
}

FINDINGS: Final[Mapping[Finding, str]] = {
    Finding.VERIFIED: _("The certificate {number} of {issued_on} is signed by its issuer."),
    Finding.NO_CERTIFICATE: _("No certificate is shown."),
    Finding.PAPER_WITHOUT_CODE: _("The certificate {number} is a paper whose code was not given."),
    Finding.OLDER_PAPER: _(
        "The certificate {number} is an older paper, of {issued_on}: those with a code begin on "
        "{since_on}."
    ),
    Finding.CODE_UNREADABLE: _("The certificate's code cannot be read: cut off, or a bad picture."),
    Finding.NOT_A_CERTIFICATE: _("The code is not that of a certificate."),
    Finding.OTHER_ISSUER: _("The certificate is another country's or another agreement's."),
    Finding.SIGNATURE_FALSE: _(
        "The code was altered or forged: its signature is not the issuer's."
    ),
    Finding.KEY_UNKNOWN: _("The code is signed by a key that its issuer has not told us of."),
    Finding.KEY_NOT_THEN: _("The key of the code is not trusted for its day of issue."),
    Finding.PAPER_DIFFERS: _("The paper shows “{written}” where its code says “{coded}”."),
    Finding.NOT_YET_ISSUED: _("The certificate is of {issued_on}, after the application of {on}."),
    Finding.EXPIRED: _("The certificate ended on {until_on}, before the application of {on}."),
    Finding.STATUS_VALID: _("The certificate is valid (status as of {as_of})."),
    Finding.STATUS_UNKNOWN: _("The status of the certificate is not known here."),
    Finding.STATUS_OLD: _("The newest status at hand is too old to rely on (as of {as_of})."),
    Finding.SUSPENDED: _("The certificate is suspended (known as of {as_of})."),
    Finding.REVOKED: _("The certificate was revoked by the day of the application."),
    Finding.REVOKED_LATER: _(
        "The certificate was revoked after the application, or on no known day."
    ),
    Finding.ANNOUNCED: _("The certificate is among those that its issuer announced."),
    Finding.NOT_ANNOUNCED: _("The certificate is not among those that its issuer announced."),
    Finding.ANNOUNCED_OTHERWISE: _("The issuer announced another certificate under this number."),
    Finding.ORGANIZATION_APPROVED: _("The organization {organization} was approved on {on}."),
    Finding.ORGANIZATION_NOT_NAMED: _("No sending organization is named."),
    Finding.ORGANIZATION_NOT_LISTED: _("The organization {organization} is not in the register."),
    Finding.ORGANIZATION_NOT_APPROVED: _(
        "The organization {organization} was not approved on {on}."
    ),
    Finding.ORGANIZATION_SUSPENDED_LATER: _(
        "The organization {organization} was suspended later, on {since_on}."
    ),
    Finding.ORGANIZATION_REVOKED_LATER: _(
        "The approval of {organization} was revoked later, on {since_on}."
    ),
    Finding.ORGANIZATION_OTHER_FIELDS: _(
        "The organization {organization} is approved for other fields than this one."
    ),
    Finding.FIELD_OPEN: _("The field is open on {on} by this way."),
    Finding.FIELD_NOT_NAMED: _("No field is named."),
    Finding.FIELD_NOT_THEN: _("The field “{field}” did not stand on {on}."),
    Finding.FIELD_CLOSED: _("Acceptance in the field is suspended by this way from {from_on}."),
    Finding.FIELD_PARTLY_CLOSED: _(
        "Acceptance is suspended in a part of the field from {from_on}."
    ),
    Finding.FIELD_DIFFERS: _("The application is for another field than the certificate."),
    Finding.PERSON_AGREES: _("Name, birth and passport agree with the certificate."),
    Finding.PERSON_NOT_NAMED: _("Neither a name nor a passport is given."),
    Finding.NAME_NEAR: _("The name “{written}” is nearly that of the certificate, “{coded}”."),
    Finding.NAME_DIFFERS: _("The name “{written}” is not that of the certificate, “{coded}”."),
    Finding.BIRTH_DIFFERS: _("Born on {written}; the certificate says {coded}."),
    Finding.PASSPORT_DIFFERS: _("The passport does not end in {coded}, as the certificate says."),
    Finding.SEEN_WITH_ANOTHER: _("Another person's application showed this certificate ({where})."),
    Finding.SEEN_BEFORE: _("Another application of this person showed this certificate ({where})."),
    Finding.EXAM_PASSED: _("A pass is stated: {exam} {number}."),
    Finding.EXAM_MISSING: _("A pass that is asked for is not stated."),
    Finding.EXAM_INCOMPLETE: _("A pass is stated without its number or its day."),
    Finding.EXAM_NUMBER_TAKEN: _("Another person states the same pass, {number} ({where})."),
    Finding.EXAM_TWO_PLACES: _("Two passes are stated on one day in two places ({on})."),
    Finding.EXAM_BEFORE_IT_EXISTED: _("The exam is stated for {on}; it exists since {since_on}."),
    Finding.EXAM_AHEAD: _("The exam is stated for {on}, after the application."),
    Finding.EXAM_TOO_YOUNG: _("On the day of the exam the applicant was {age} years old."),
    Finding.EXAM_OTHER_FIELD: _("The exam passed is that of another field."),
    Finding.FEES_WITHIN: _("The fees stay within what may be charged."),
    Finding.FEES_NOT_RECORDED: _("No fees are recorded, and none are said not to exist."),
    Finding.FEES_ABOVE: _("The fees come to {total} {currency}, more than {most} {currency}."),
    Finding.FEES_NOT_COMPARABLE: _("Fees in {foreign} cannot be compared: no rate is known."),
    Finding.WAGE_MISSING: _("The fees cannot be compared: no wage is stated."),
    Finding.FEE_WITHOUT_BASIS: _("A fee of {amount} {currency} has no basis of calculation."),
    Finding.ANSWERED_GENUINE: _("The sending side answered on {on}: genuine and valid."),
    Finding.ANSWERED_SUSPENDED: _("The sending side answered on {on}: genuine, suspended."),
    Finding.ANSWERED_REVOKED: _("The sending side answered on {on}: genuine, revoked."),
    Finding.ANSWERED_EXPIRED: _("The sending side answered on {on}: genuine, no longer valid."),
    Finding.ANSWERED_REPLACED: _("The sending side answered on {on}: replaced by another."),
    Finding.ANSWERED_ALTERED: _("The sending side answered on {on}: altered."),
    Finding.ANSWERED_NOT_ISSUED: _("The sending side answered on {on}: not issued by it."),
    Finding.ANSWERED_UNKNOWN: _("The sending side answered on {on}: it cannot be said."),
    Finding.INQUIRY_ANSWERED: _("The sending side answered the inquiry on {on}: {answer}"),
    Finding.OFFICER_SETTLED: _("An officer decided on {on} that the answer settles the doubts."),
    Finding.OFFICER_CONFIRMED: _("An officer decided on {on} that the answer confirms the doubts."),
    Finding.CELL_UNREADABLE: _("“{column}” was not understood: {text}"),
    Finding.ROW_SHIFTED: _("The cells of this row seem to have slipped by one column."),
    Finding.SAME_REFERENCE: _("Another row has the same application number ({where})."),
    Finding.SAME_APPLICATION: _("The same application was checked already ({where})."),
}

COLUMNS: Final[Mapping[str, str]] = {
    "reference": _("Application number"),
    "name": _("Name in Latin letters"),
    "native_name": _("Name in another script"),
    "born_on": _("Date of birth"),
    "passport": _("Passport number"),
    "field": _("Field"),
    "channel": _("Kind of application"),
    "applied_on": _("Day of the application"),
    "organization": _("Number of the sending organization"),
    "number": _("Certificate number"),
    "issued_on": _("Certificate issued on"),
    "code": _("Text of the certificate's code"),
    "skill_exam": _("Skill exam"),
    "skill_number": _("Number of its pass"),
    "skill_passed_on": _("Exam passed on"),
    "skill_place": _("Place of the exam"),
    "skill_level": _("Level"),
    "language_exam": _("Language test"),
    "language_number": _("Number of its pass"),
    "language_passed_on": _("Exam passed on"),
    "language_place": _("Place of the exam"),
    "language_level": _("Level"),
    "wage": _("Monthly wage"),
    "fees": _("Fees"),
    "fees_basis": _("Basis of calculation shown"),
    "payer": _("Who pays"),
    "payee": _("Who is paid"),
    "file": _("File name"),
}

NOT_TAKEN: Final[Mapping[Why, str]] = {
    Why.EMPTY: _("The file is empty. Choose another one."),
    Why.TOO_LARGE: _("The file, or something in it, is too large. Take it in parts."),
    Why.TOO_MANY: _("There are more files in it than are taken at once. Take it in parts."),
    Why.DAMAGED: _("The archive is damaged. Make it anew."),
    Why.TWO_LISTS: _("There are two lists in it. Keep one beside the pictures."),
    Why.NOTHING_TO_READ: _("There is neither a list (XLSX, CSV) nor a picture or PDF in it."),
}
