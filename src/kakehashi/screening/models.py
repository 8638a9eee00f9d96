"""Tables of the index: who is named where, by which names, found by which terms.

Nothing here is original: all of it can be thrown away and indexed again from where it came.
Names that are not public are sealed, their terms keyed; without the storage key the tables say
nothing of them.
"""

from typing import Final

from django.db import models

from kakehashi.accounts.models import Officer
from kakehashi.journal.models import Journal

PART: Final = 256
"""Names in one row of a posting."""


class Scope(models.Model):
    """What a permission is about: an agreement, a class, a clause; and how many names it has."""

    agreement = models.CharField(max_length=100)
    classification = models.CharField(max_length=12)
    clause = models.CharField(max_length=30, blank=True)
    names = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "classification", "clause"), name="screening_scope_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement} {self.classification} {self.clause}"


class Bearer(models.Model):
    """One person or organization as one source names it.

    `source` says where: `notice:<jti>`, `entry:<agreement>:<number>`, `accepted:<by chance>`,
    `application:<id>`, `case:<id>`, `batch:<id>`; `place` which of those that it names. `kind` as
    `core.names.Kind`; `role` a code of the source's own.
    """

    id = models.BigAutoField(primary_key=True)
    scope = models.ForeignKey(Scope, models.CASCADE, db_index=False, related_name="+")
    source = models.CharField(max_length=150)
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    role = models.CharField(max_length=60, blank=True)
    digest = models.BinaryField(max_length=16)
    indexed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source", "place"), name="screening_bearer_once"),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.place}"


class BearerName(models.Model):
    """One spelling: `text` where it is public, else it is sealed; `size`: how many terms it has."""

    id = models.AutoField(primary_key=True)
    bearer = models.ForeignKey(Bearer, models.CASCADE, related_name="names")
    scope = models.ForeignKey(Scope, models.CASCADE, db_index=False, related_name="+")
    text = models.CharField(max_length=400, blank=True)
    size = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.text or f"sealed {self.pk}"


class SealedName(models.Model):
    """A spelling that is not public; `tokens`, so that it leaves the index without being opened."""

    name = models.OneToOneField(BearerName, models.CASCADE, primary_key=True, related_name="sealed")
    sealed = models.BinaryField()
    wrapped = models.BinaryField()
    storage = models.BinaryField()
    tokens = models.BinaryField()

    def __str__(self) -> str:
        return f"sealed {self.pk}"


class BearerMark(models.Model):
    """A phone, account, handle, address or number of a bearer, as a keyed token."""

    id = models.BigAutoField(primary_key=True)
    bearer = models.ForeignKey(Bearer, models.CASCADE, related_name="marks")
    mark = models.CharField(max_length=10)
    token = models.BinaryField(max_length=16)

    class Meta:
        indexes = (models.Index(fields=("token", "bearer"), name="screening_mark_token"),)

    def __str__(self) -> str:
        return f"{self.mark} of {self.bearer_id}"


class Posting(models.Model):
    """The names of a scope that have a term: ids of four bytes each, little-endian, ascending."""

    pk = models.CompositePrimaryKey("scope", "token", "part")
    scope = models.ForeignKey(Scope, models.CASCADE, db_index=False, related_name="+")
    token = models.BigIntegerField()
    part = models.PositiveIntegerField()
    ids = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.scope_id} {self.token} {self.part}"


class IndexKey(models.Model):
    """The key of the keyed terms, wrapped by the storage key, as parts at rest are."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sealed = models.BinaryField()
    wrapped = models.BinaryField()
    storage = models.BinaryField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(id=1), name="screening_one_index_key"),
        )

    def __str__(self) -> str:
        return "the index key"


class Screened(models.Model):
    """How far a journal was screened: whole entries, then rows of the list that comes next."""

    journal = models.OneToOneField(Journal, models.CASCADE, primary_key=True, related_name="+")
    entries = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.journal_id}: {self.entries}+{self.rows}"


class Proposal(models.Model):
    """Two bearers who may be one: an officer says whether they are, and that is remembered.

    They stand by source and place, `one` before `other`, so that a name indexed again is not asked
    about again. `why` is `name`, or the kind of a value that both have. No name stands here.
    """

    class State(models.TextChoices):
        """What an officer said of it."""

        OPEN = "open"
        CONFIRMED = "confirmed"
        DISMISSED = "dismissed"

    one_source = models.CharField(max_length=150)
    one_place = models.PositiveIntegerField()
    other_source = models.CharField(max_length=150)
    other_place = models.PositiveIntegerField()
    one_scope = models.ForeignKey(Scope, models.CASCADE, related_name="+")
    other_scope = models.ForeignKey(Scope, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("one_source", "one_place", "other_source", "other_place"),
                name="screening_proposed_once",
            ),
        )
        indexes = (
            models.Index(fields=("state", "-score", "id"), name="screening_proposal_queue"),
            models.Index(fields=("other_source", "other_place"), name="screening_proposal_other"),
        )

    def __str__(self) -> str:
        return f"{self.one_source} {self.other_source}: {self.state}"
