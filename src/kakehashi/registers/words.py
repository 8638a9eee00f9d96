"""The words of lists, marked for translation; who shows them translates them.

Each text of a flaw says what is wrong and what to do; `{row}`, `{column}` and `{value}` are
filled in after it is translated.
"""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_noop as _

from kakehashi.core.listing import Flaw
from kakehashi.registers.importing import Concern

FLAWS: Final[Mapping[Flaw, str]] = {
    Flaw.NOT_A_LIST: _(
        "This is not a spreadsheet that can be read ({value}). Save it again as XLSX or CSV."
    ),
    Flaw.NOT_TEXT: _(
        "Line {row} holds bytes that are no text ({value}): the file is damaged, or in an encoding"
        " that is not read. Get it again from its source, or save it as CSV in UTF-8."
    ),
    Flaw.OLD_FORMAT: _("This is an old Excel file (XLS). Save it as XLSX."),
    Flaw.FILE_TOO_LARGE: _("The file is larger than {value}. A list of organizations is smaller."),
    Flaw.TOO_LARGE_UNPACKED: _(
        "The file unpacks to far more than any list holds, and was not opened further."
    ),
    Flaw.REACHES_TOO_FAR: _(
        "The sheet spans {value} cells. Delete the stray cells far from the table."
    ),
    Flaw.NO_HEADING: _(
        "No row among the first ten is the heading of this layout (looked for “{column}”). Choose"
        " another layout, or remove the lines above the heading."
    ),
    Flaw.COLUMN_MISSING: _(
        "The column “{column}” is missing from the heading in row {row}; without it nothing can be"
        " read. Get the complete file."
    ),
    Flaw.COLUMN_TWICE: _(
        "The column “{column}” stands twice in the heading in row {row}. Delete or rename one."
    ),
    Flaw.NUMBER_UNREADABLE: _(
        "Row {row}: “{value}” is no number of this register ({column}). Correct the row, or see"
        " whether the columns have slipped."
    ),
    Flaw.NUMBER_TWICE: _("Row {row}: the number {value} stood before. Keep one of the two rows."),
    Flaw.REQUIRED_EMPTY: _("Row {row}: “{column}” is empty. Fill it in, or delete the row."),
    Flaw.CELL_TOO_LONG: _(
        "Row {row}: “{column}” holds more than a cell of a register does (“{value}…”)."
    ),
    Flaw.TOO_MANY_ROWS: _("There are more rows than any list has (stopped at row {row})."),
    Flaw.TOO_MANY_COLUMNS: _("There are more columns than any list has (row {row})."),
    Flaw.NO_ROWS: _("There is a heading and no row below it."),
    Flaw.NOT_ALLOWED: _(
        "Row {row}: “{column}” holds what a notice may not carry (“{value}”): too long, or with"
        " characters that cannot be shown."
    ),
    Flaw.NOT_CLEANED: _("Row {row}: “{column}” was not understood and is kept as it is: {value}"),
    Flaw.LEFT_ASIDE: _("Row {row} is no entry and was left aside: {value}"),
}

CONCERNS: Final[Mapping[Concern, str]] = {
    Concern.SHRINKS: _(
        "{departed} of {before} rows are no longer in the list, more than one in twenty."
    ),
    Concern.COLUMNS_MISSING: _("These columns are missing: {missing}."),
    Concern.NOT_NEWER: _("The current list is of a later day ({current})."),
}
