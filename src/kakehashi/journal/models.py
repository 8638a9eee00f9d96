"""Tables of the journals. What is signed is only ever added: the database refuses the rest.

An entry is addressed by its journal and index, a part by its number within the entry; these are
the keys, so rows of one journal stand together and new ones at the end.
"""

from django.db import models

from kakehashi.core.journal import EMPTY_ROOT, HASH_BYTES, Tree


class Journal(models.Model):
    """One writer's log under one agreement, in one generation; "local" is the node's own record.

    `size`, `root` and `frontier` can be derived from the entries; they only ever grow.
    `latest_iat` (seconds since the epoch) is that of the last entry.
    """

    agreement = models.CharField(max_length=100)
    party = models.CharField(max_length=12)
    generation = models.PositiveIntegerField()
    origin = models.CharField(max_length=255, unique=True)
    is_ours = models.BooleanField()
    opened_at = models.DateTimeField()
    size = models.PositiveBigIntegerField(default=0)
    root = models.BinaryField(default=EMPTY_ROOT)
    frontier = models.BinaryField(default=b"")
    latest_iat = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "party", "generation"), name="journal_one_a_generation"
            ),
        )

    def __str__(self) -> str:
        return self.origin

    @property
    def tree(self) -> Tree:
        """The tree over all entries."""
        peaks = bytes(self.frontier)
        return Tree(
            self.size,
            tuple(peaks[at : at + HASH_BYTES] for at in range(0, len(peaks), HASH_BYTES)),
        )


class Entry(models.Model):
    """One envelope, as it was received, and what can be read in it without judging.

    Where a token cannot be read, `jti` and `kind` are empty. `leaf` is its RFC 6962 hash.
    """

    pk = models.CompositePrimaryKey("journal", "index")
    journal = models.ForeignKey(Journal, models.PROTECT, db_index=False, related_name="+")
    index = models.PositiveBigIntegerField()
    token = models.BinaryField()
    leaf = models.BinaryField()
    jti = models.CharField(max_length=36, blank=True)
    kind = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=0)
    iat = models.PositiveBigIntegerField(default=0)
    classification = models.CharField(max_length=20, blank=True)
    seen_generation = models.PositiveBigIntegerField(default=0)
    seen_size = models.PositiveBigIntegerField(default=0)
    held_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("jti",), name="journal_entry_jti"),
            models.Index(fields=("kind", "journal", "index"), name="journal_entry_kind"),
        )

    def __str__(self) -> str:
        return f"{self.journal_id}#{self.index}"


class Part(models.Model):
    """What an entry commits to: a part's role, class, length in bytes and commitment.

    `rows` is the number of rows of a list part.
    """

    pk = models.CompositePrimaryKey("journal", "index", "number")
    journal = models.ForeignKey(Journal, models.PROTECT, db_index=False, related_name="+")
    index = models.PositiveBigIntegerField()
    number = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20)
    classification = models.CharField(max_length=20)
    length = models.PositiveBigIntegerField()
    commitment = models.BinaryField()
    rows = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.journal_id}#{self.index}.{self.number}"


class SealedPart(models.Model):
    """The content of a part that we hold: 12 bytes of nonce, then AES-256-GCM with its tag."""

    pk = models.CompositePrimaryKey("journal", "index", "number")
    journal = models.ForeignKey(Journal, models.PROTECT, db_index=False, related_name="+")
    index = models.PositiveBigIntegerField()
    number = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.journal_id}#{self.index}.{self.number}"


class PartKey(models.Model):
    """The key of a sealed part, wrapped (RFC 3394); to delete this row is to erase the part.

    `storage` names the storage key that wraps it.
    """

    pk = models.CompositePrimaryKey("journal", "index", "number")
    journal = models.ForeignKey(Journal, models.PROTECT, db_index=False, related_name="+")
    index = models.PositiveBigIntegerField()
    number = models.PositiveSmallIntegerField()
    wrapped = models.BinaryField()
    storage = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.journal_id}#{self.index}.{self.number}"


class Excuse(models.Model):
    """The author's signed word (a token) that it has a part no more: erased, lost or refused."""

    pk = models.CompositePrimaryKey("journal", "index", "number")
    journal = models.ForeignKey(Journal, models.PROTECT, db_index=False, related_name="+")
    index = models.PositiveBigIntegerField()
    number = models.PositiveSmallIntegerField()
    token = models.BinaryField()
    held_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.journal_id}#{self.index}.{self.number}"


class Tile(models.Model):
    """A complete tile: 256 hashes of 32 bytes (C2SP tlog-tiles), and the root over them."""

    pk = models.CompositePrimaryKey("journal", "level", "index")
    journal = models.ForeignKey(Journal, models.PROTECT, db_index=False, related_name="+")
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hashes = models.BinaryField()
    root = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.journal_id}/{self.level}/{self.index}"


class Checkpoint(models.Model):
    """A signed note of the journal's author at a size."""

    pk = models.CompositePrimaryKey("journal", "size")
    journal = models.ForeignKey(Journal, models.PROTECT, db_index=False, related_name="+")
    size = models.PositiveBigIntegerField()
    root = models.BinaryField()
    note = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.journal_id}@{self.size}"


class Cosignature(models.Model):
    """A checkpoint that the mirror has cosigned, and when it says so."""

    pk = models.CompositePrimaryKey("journal", "size")
    journal = models.ForeignKey(Journal, models.PROTECT, db_index=False, related_name="+")
    size = models.PositiveBigIntegerField()
    note = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.journal_id}@{self.size}"
