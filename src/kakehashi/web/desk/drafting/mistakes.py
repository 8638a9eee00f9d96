"""What is wrong with an answer, in the reader's language: every error that the types can give."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic_core import ErrorDetails

from kakehashi.core.notices.faults import Fault

_PLAIN: Mapping[str, str | Promise] = {
    "missing": gettext_lazy("Enter an answer."),
    "enum": gettext_lazy("Choose one of the answers."),
    "literal_error": gettext_lazy("This must be so before the notice can be issued: tick the box."),
    "bool_type": gettext_lazy("Choose yes or no."),
    "bool_parsing": gettext_lazy("Choose yes or no."),
    "int_type": gettext_lazy("Enter a whole number in figures, such as 12."),
    "int_parsing": gettext_lazy("Enter a whole number in figures, such as 12."),
    "string_type": gettext_lazy("Enter an answer."),
    "model_type": gettext_lazy("Enter an answer."),
    "string_pattern_mismatch": gettext_lazy(
        "This is not in the form that is asked for. Look at the hint, and for signs that do not "
        "belong."
    ),
}


def words_of(error: ErrorDetails) -> str:
    """Say what is wrong and what to do."""
    code, facts = error["type"], error.get("ctx", {})
    if plain := _PLAIN.get(code):
        return str(plain)
    if code in set(Fault):
        return _(Fault(code).label).format(**facts)
    return _bounded(code, facts) or _("This cannot be read. Write it anew, or ask for help.")


def _bounded(code: str, facts: Mapping[str, Any]) -> str:
    match code:
        case "string_too_long":
            count = facts["max_length"]
            text = ngettext(
                "Write at most %(count)s character.", "Write at most %(count)s characters.", count
            )
            return text % {"count": count}
        case "string_too_short":
            return _("Enter an answer.")
        case "too_short":
            count = facts["min_length"]
            return ngettext("Give at least %(count)s.", "Give at least %(count)s.", count) % {
                "count": count
            }
        case "too_long":
            count = facts["max_length"]
            return ngettext("Give at most %(count)s.", "Give at most %(count)s.", count) % {
                "count": count
            }
        case "greater_than_equal":
            return _("Enter a number that is not less than %(least)s.") % {"least": facts["ge"]}
        case "less_than_equal":
            return _("Enter a number that is not more than %(most)s.") % {"most": facts["le"]}
        case "less_than":
            return _("Enter a number that is less than %(most)s.") % {"most": facts["lt"]}
        case _:
            return ""
