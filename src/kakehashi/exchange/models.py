"""Tables of the exchange: counterparts, views, what was set aside, and what went wrong."""

from functools import lru_cache

from django.db import models

from kakehashi.core.keys import PublicKey, Role
from kakehashi.journal.models import Journal


@lru_cache(maxsize=64)
def _key(**said: str) -> PublicKey:
    """Read a key as a row has it; the same few are asked for with every package."""
    return PublicKey.model_validate(said)


class Peer(models.Model):
    """The counterpart under one agreement: its pinned keys, its address, and how delivery stands.

    `keys` are those compared when it was introduced (`role`, `alg`, `x`), for the generation
    beside them; `present` those in force since its `keys.changed`, as far as we hold its journal
    (empty: still the same). `held_there` is how much of our journal it has cosigned; `problem` the
    code of the last failure; `stopped` says that a fork was found and people must speak; `wanted`
    are the parts that it last asked for (entry, number, first byte). `fetched_at` is when we last
    asked it for news, `news_at` when it last had any.
    """

    agreement = models.CharField(max_length=100, unique=True)
    party = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=500, blank=True)
    generation = models.PositiveIntegerField(default=1)
    keys = models.JSONField()
    present = models.JSONField(default=list)
    introduced_at = models.DateTimeField()
    held_there = models.PositiveBigIntegerField(default=0)
    wanted = models.JSONField(default=list)
    stopped = models.BooleanField(default=False)
    last_heard_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    news_at = models.DateTimeField(null=True)
    next_attempt_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.agreement}: {self.party}"

    @property
    def in_force(self) -> tuple[PublicKey, ...]:
        """Its keys, one of each role."""
        return tuple(_key(**key) for key in self.present or self.keys)

    def key(self, role: Role) -> PublicKey:
        """The key of a role; a card is taken only with one of each."""
        return next(key for key in self.in_force if key.role == role)

    @property
    def mirror(self) -> str:
        """The name under which it cosigns our journal."""
        return f"{self.name}/{self.agreement}/{self.party}/mirror"


class Author(models.Model):
    """How far a journal has been judged, and its author's view at that point (as JSON).

    Both can be derived from the journals; `reacted` cannot: it is how far effects have run, and
    no rebuild moves it.
    """

    journal = models.OneToOneField(Journal, models.PROTECT, primary_key=True, related_name="+")
    heeded = models.PositiveBigIntegerField(default=0)
    view = models.TextField()
    reacted = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.journal_id} judged to {self.heeded}"


class Aside(models.Model):
    """A held notice that does not count, and why (a code of `core.heeded.Reason`)."""

    pk = models.CompositePrimaryKey("journal", "index")
    journal = models.ForeignKey(Journal, models.PROTECT, db_index=False, related_name="+")
    index = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=40)
    detail = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.journal_id}#{self.index}: {self.reason}"


class Early(models.Model):
    """A signed envelope of an author (an excuse) that came before the entry at its own index.

    Kept until that entry is held, so that another one under the same number is found out.
    """

    journal = models.ForeignKey(Journal, models.PROTECT, related_name="+")
    index = models.PositiveBigIntegerField()
    token = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("journal", "index"), name="exchange_one_early_a_place"),
        )

    def __str__(self) -> str:
        return f"{self.journal_id}#{self.index}"


class AlreadySaid(models.Model):
    """What an automatic notice of ours, taken back from the counterpart, was about.

    A database brought back from a backup does not know which effects have run; this keeps them
    from running twice.
    """

    agreement = models.CharField(max_length=100)
    about = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agreement", "about"), name="exchange_said_once"),
        )

    def __str__(self) -> str:
        return f"{self.agreement}: {self.about}"


class Expected(models.Model):
    """A part that a signed entry commits to and that may come in pieces before it is held."""

    journal = models.ForeignKey(Journal, models.PROTECT, related_name="+")
    index = models.PositiveBigIntegerField()
    number = models.PositiveSmallIntegerField()
    commitment = models.BinaryField()
    total = models.PositiveBigIntegerField()
    asked_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("journal", "index", "number"), name="exchange_one_expected_a_part"
            ),
        )

    def __str__(self) -> str:
        return f"{self.journal_id}#{self.index}.{self.number}"


class StagedPiece(models.Model):
    """Bytes of an expected part, sealed as parts at rest are, from `offset` on."""

    expected = models.ForeignKey(Expected, models.CASCADE, related_name="pieces")
    offset = models.PositiveBigIntegerField()
    length = models.PositiveBigIntegerField()
    sealed = models.BinaryField()
    wrapped = models.BinaryField()
    storage = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("expected", "offset"), name="exchange_one_piece_a_place"
            ),
        )

    def __str__(self) -> str:
        return f"{self.expected_id} from {self.offset}"


class Contradiction(models.Model):
    """A fork: two statements signed by the author that cannot both hold, kept as they came."""

    journal = models.ForeignKey(Journal, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    ours = models.BinaryField()
    theirs = models.BinaryField()
    found_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.journal_id}: {self.code}"


class Alarm(models.Model):
    """Something an officer or administrator must know of; raised once while it lasts."""

    agreement = models.CharField(max_length=100)
    code = models.CharField(max_length=60)
    detail = models.CharField(max_length=500, blank=True)
    raised_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("cleared_at", "raised_at"), name="exchange_alarm_open"),)

    def __str__(self) -> str:
        return f"{self.agreement}: {self.code}"
