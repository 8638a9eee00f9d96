"""What can be wrong with a notice beyond the form of a field: a code each, with its words."""

from pydantic_core import PydanticCustomError

from kakehashi.core.notices.codes import Code


class Fault(Code):
    """A fault; its code is the `type` of the validation error, its label the English message."""

    NO_DAY = "no-day", "Write the date as YYYY-MM-DD."
    ONE_DAY = "one-day", "State either the day, or the latest day it can have been."
    ENDS_EARLY = "ends-early", "The end is before the beginning."
    ANOTHER_YEAR = "another-year", "A day of another year."
    NAMED_TWICE = "named-twice", "Name each one once."
    SAME_NUMBER = "same-number", "Two of them have the same number."
    SAME_REFERENCE = "same-reference", "Two persons have the same reference."
    NO_CURRENCY = "no-currency", "Not a currency of ISO 4217."
    COUNTS_DIFFER = "counts-differ", "The counts do not fit each other."
    PARTS_DIFFER = "parts-differ", "The lines do not add up to the amount in its currency."
    ATTACHMENT_NUMBERS = (
        "attachment-numbers",
        "Number the attachments 1, 2, 3 and so on, each once.",
    )
    ONE_CLASS = "one-class", "Fill exactly one: public, restricted or confidential."
    CORRECTS_NOTHING = "corrects-nothing", "Name the notice that is corrected or withdrawn."
    RESTATES_ONE_KIND = "restates-one-kind", "Restate at least one part, all of one kind."
    ANOTHER_KIND = "another-kind", "The content is of another kind than the letter stands for."
    WHEN_RECEIVED = "when-received", "Say when the letter was received."
    NO_SUCH_CONTENT = "no-such-content", "A notice of the kind {kind} has no such part."
    NOT_AN_OBJECT = "not-an-object", "The content must be an object."
    UNKNOWN_VERSION = "unknown-version", "Version {version} of {kind} is not known."
    NUMBER_TWICE = "number-twice", "The number {number} stands twice in the list."
    ROWS_COUNTED = "rows-counted", "The snapshot counts {counted} rows; there are {rows}."
    NO_SUCH_ROW = "no-such-row", "A representative stands for a row that is not there."
    NO_FIELD_THEN = "no-field-then", "{field} was no specified field on {day}."
    SAY_MEASURE = "say-measure", "Say in words what the measure is."
    ONE_OF_TWO_SHARED = (
        "one-of-two-shared",
        "Share either information or a published measure of your own.",
    )
    PARTICULARS_ALONE = "particulars-alone", "Particulars belong to a published measure."
    NO_SUCH_PAYEE = "no-such-payee", "A payment names a payee who is not among those who acted."
    REDACTED_WORDS = (
        "redacted-words",
        "Give the redacted words where only they may be put to the organization, and only there.",
    )
    NO_SUCH_POINT = "no-such-point", "A file belongs to a point that is not there."
    NO_RESULT_YET = "no-result-yet", "Report the results once there are some."
    NONE_AND_SOME = "none-and-some", "Either there is no consequence, or there are some."
    NO_QUESTION = "no-question", "Choose a standard question or ask in words."
    ANSWER_EACH_ONCE = "answer-each-once", "Answer at least one question, and each once."
    SAY_WHY_NOT = "say-why-not", "Say why not where the answer is partly or no, and only there."
    ACTIONS_DESCRIBED = "actions-described", "Describe each action that is owed, and no other."
    FINAL_EARLY = "final-early", "A refusal is not final before it is decided."
    DEPENDANT_OF_WORKER = (
        "dependant-of-worker",
        "A dependant, and nobody else, names the worker she or he depends on.",
    )
    DEPENDANT_OF_TWO = (
        "dependant-of-two",
        "Only the dependants of a Specified Skilled Worker (ii) are named.",
    )
    INSTRUMENT_SIGNED = (
        "instrument-signed",
        "The instruments must be signed by those who consent, and by no other.",
    )
    WRONG_CURVE = "wrong-curve", "Receiving keys are X25519, all others Ed25519."
    KEY_PER_ROLE = "key-per-role", "Name one key for each role."
    KEY_IN_TWO_ROLES = "key-in-two-roles", "No key serves two roles."
    NO_KEY = "no-key", "Name at least one key."
    PROFILE_OF_AGREEMENT = (
        "profile-of-agreement",
        "The journal of an agreement has a profile, and no other journal has.",
    )
    GENERATION_ORDER = "generation-order", "The generation before is not before."
    GENERATION_FOLLOWS = (
        "generation-follows",
        "A later generation names the checkpoint that it follows.",
    )
    SIZES_GROW = "sizes-grow", "Sizes and times must grow."


def fault(found: Fault, **facts: str | int) -> PydanticCustomError:
    """Make the error to raise; its `type` is the code, its `ctx` the facts in the message."""
    return PydanticCustomError(found.value, found.label, facts or None)
