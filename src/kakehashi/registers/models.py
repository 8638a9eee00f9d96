"""Tables of the registers: derived from the journals, and derivable again into a new edition.

A row is visible once the edition's watermark of its author has passed its place, and until it
passes `until_place`; so a list of any length is written in slices and shown at one stroke.
"""

from typing import Final

from django.db import models

FOR_EVER: Final = 2**62
"""`until_place` of a row that nothing has replaced."""


class Edition(models.Model):
    """One derivation of an agreement's registers: filling, then serving, then retired."""

    class State(models.TextChoices):
        """Which edition of an agreement is read: the one that serves."""

        FILLING = "filling"
        SERVING = "serving"
        RETIRED = "retired"

    agreement = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.FILLING)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "number"), name="registers_edition_number"
            ),
            models.UniqueConstraint(
                fields=("agreement",),
                condition=models.Q(state="serving"),
                name="registers_one_serves",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement}/{self.number}"


class Watermark(models.Model):
    """How far an edition has read one author's journal."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="watermarks")
    party = models.CharField(max_length=16)
    generation = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("edition", "party"), name="registers_watermark_party"),
        )

    def __str__(self) -> str:
        return f"{self.edition_id} {self.party} {self.generation}/{self.size}"


class Entry(models.Model):
    """An entry as it stands; `record`, `phases` and `former` (names) are canonical JSON.

    `search` is the folded text that is searched; `folded_number` its number folded alike.
    """

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, models.CASCADE, db_index=False, related_name="+")
    register = models.CharField(max_length=30)
    party = models.CharField(max_length=16)
    number = models.CharField(max_length=100)
    folded_number = models.CharField(max_length=200)
    sort = models.CharField(max_length=200)
    name = models.CharField(max_length=300)
    status = models.CharField(max_length=20)
    is_public = models.BooleanField()
    since_place = models.PositiveBigIntegerField()
    until_place = models.PositiveBigIntegerField(default=FOR_EVER)
    place = models.PositiveBigIntegerField()
    jti = models.CharField(max_length=36)
    search = models.TextField()
    former = models.TextField(default="[]")
    phases = models.TextField()
    record = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "number", "register", "party", "since_place"),
                name="registers_entry_version",
            ),
        )
        indexes = (
            models.Index(
                fields=(
                    "edition",
                    "register",
                    "sort",
                    "is_public",
                    "party",
                    "since_place",
                    "until_place",
                    "jti",
                    "number",
                ),
                name="registers_entry_order",
            ),
            models.Index(
                fields=("edition", "register", "folded_number"), name="registers_entry_number"
            ),
            models.Index(
                fields=("edition", "party", "until_place"),
                condition=~models.Q(until_place=FOR_EVER),
                name="registers_entry_replaced",
            ),
        )

    def __str__(self) -> str:
        return f"{self.register} {self.number}"


class Change(models.Model):
    """One step in an entry's history, with the notice behind it; `content` is canonical JSON.

    `decided_by` says that `decided_on` is the last day on which it can have been decided. `letter`
    is the reference of the letter on paper that it was; empty for a signed notice.
    """

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, models.CASCADE, db_index=False, related_name="+")
    register = models.CharField(max_length=30)
    party = models.CharField(max_length=16)
    number = models.CharField(max_length=100)
    place = models.PositiveBigIntegerField()
    what = models.CharField(max_length=20)
    jti = models.CharField(max_length=36)
    kind = models.CharField(max_length=100)
    clause = models.CharField(max_length=30)
    issued_at = models.PositiveBigIntegerField()
    decided_on = models.DateField(null=True)
    decided_by = models.BooleanField(default=False)
    effective_on = models.DateField(null=True)
    entered_later = models.BooleanField(default=False)
    is_public = models.BooleanField()
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    content = models.TextField()
    letter = models.CharField(max_length=36, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "number", "register", "party", "place", "letter"),
                name="registers_change_step",
            ),
        )
        indexes = (
            models.Index(fields=("edition", "jti"), name="registers_change_notice"),
            models.Index(
                fields=("edition", "letter"),
                condition=~models.Q(letter=""),
                name="registers_change_letter",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.what}"


class SharedList(models.Model):
    """A list that was read into a register; `source` (canonical JSON) is its public content."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, models.CASCADE, db_index=False, related_name="+")
    register = models.CharField(max_length=30)
    party = models.CharField(max_length=16)
    place = models.PositiveBigIntegerField()
    jti = models.CharField(max_length=36)
    as_of = models.DateField()
    issued_at = models.PositiveBigIntegerField()
    is_withdrawn = models.BooleanField(default=False)
    source = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "register", "party", "place"), name="registers_list_place"
            ),
        )

    def __str__(self) -> str:
        return f"{self.register} as of {self.as_of}"


class Mend(models.Model):
    """A notice corrected or withdrawn by its author; `content` (why), `now`: canonical JSON."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, models.CASCADE, db_index=False, related_name="+")
    party = models.CharField(max_length=16)
    place = models.PositiveBigIntegerField()
    target = models.CharField(max_length=36)
    jti = models.CharField(max_length=36)
    is_withdrawn = models.BooleanField()
    is_public = models.BooleanField()
    issued_at = models.PositiveBigIntegerField()
    content = models.TextField()
    now = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "party", "place"), name="registers_mend_place"
            ),
        )
        indexes = (models.Index(fields=("edition", "target"), name="registers_mend_target"),)

    def __str__(self) -> str:
        return f"{self.jti} mends {self.target}"


class Publication(models.Model):
    """That a notice was published by the side it came to, or why not."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, models.CASCADE, db_index=False, related_name="+")
    party = models.CharField(max_length=16)
    place = models.PositiveBigIntegerField()
    target = models.CharField(max_length=36)
    jti = models.CharField(max_length=36)
    is_withheld = models.BooleanField()
    is_public = models.BooleanField()
    published_at = models.PositiveBigIntegerField()
    content = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "target", "party", "place"), name="registers_published_once"
            ),
        )
        indexes = (
            models.Index(
                fields=("edition", "party"),
                condition=models.Q(is_withheld=True),
                name="registers_withheld",
            ),
        )

    def __str__(self) -> str:
        return f"{self.jti} on {self.target}"


class Receipt(models.Model):
    """That `party` held the first `size` entries of the counterpart's journal at `held_at`."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, models.CASCADE, db_index=False, related_name="+")
    party = models.CharField(max_length=16)
    place = models.PositiveBigIntegerField()
    until_place = models.PositiveBigIntegerField()
    held_at = models.PositiveBigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "party", "until_place", "place"), name="registers_received_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.party} holds up to {self.until_place}"


class ImportedList(models.Model):
    """A list of our own, read from a spreadsheet: a dated snapshot, not yet or already shared.

    `digest` is that of its contents (hex SHA-256), `source_digest` that of the file.
    """

    class State(models.TextChoices):
        """A list is written in slices, then ready at one stroke; the last ready one is current."""

        STAGING = "staging"
        READY = "ready"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=100)
    layout = models.CharField(max_length=100)
    as_of = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.STAGING)
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    previous = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    departed = models.PositiveIntegerField()
    source_name = models.CharField(max_length=255)
    source_digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=150)

    class Meta:
        indexes = (models.Index(fields=("kind", "state", "id"), name="registers_imported"),)

    def __str__(self) -> str:
        return f"{self.kind} as of {self.as_of}"


class ImportedRow(models.Model):
    """A row of an imported list, in its order; `content` is canonical JSON without persons."""

    pk = models.CompositePrimaryKey("list", "row")
    list = models.ForeignKey(ImportedList, models.CASCADE, db_index=False, related_name="rows")
    row = models.PositiveIntegerField()
    number = models.CharField(max_length=100)
    content = models.TextField()
    representative = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.number
