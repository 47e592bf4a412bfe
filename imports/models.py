"""An import is a row: what was sent, what was understood, how far it came. A message to the worker carries only its number."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.states import OrderState, RefundState


class Source(models.TextChoices):
    """By which door a file came in."""

    UPLOAD = "upload", _("uploaded on the page")
    API = "api", _("sent by the interface")
    FOLDER = "folder", _("found in the watched folder")
    COMMAND = "command", _("given on the command line")
    DEMO = "demo", _("made by the demo shop")


class State(models.TextChoices):
    """Where an import stands.

    looking -> ready -> queued -> running -> done, and from there undoing -> undone; refused: the file as a whole cannot be used;
    failed: it stopped with a reason and can be tried again; discarded: thrown away before anything was loaded.
    """

    LOOKING = "looking", _("being looked at")
    READY = "ready", _("waiting for your word")
    QUEUED = "queued", _("waiting its turn")
    RUNNING = "running", _("being imported")
    DONE = "done", _("imported")
    FAILED = "failed", _("failed")
    REFUSED = "refused", _("refused")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")
    DISCARDED = "discarded", _("discarded")


class Phase(models.TextChoices):
    """What a looked-at, running or undone import is doing just now."""

    NONE = "", ""
    PREPARE = "prepare", _("reading and checking")
    LOAD = "load", _("loading")
    FILL = "fill", _("counting again")
    BOARD = "board", _("refreshing boards")


class Receivers(models.TextChoices):
    """Whether the names, phones and streets of a file are kept, for shops that keep them."""

    NONE = "", _("not kept")
    WAITING = "waiting", _("to be read")
    KEPT = "kept", _("kept")


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    """Chainable filters."""

    def moving(self) -> "ImportJobQuerySet":
        """Keep those a worker has something to do for."""
        return self.filter(state__in=[State.LOOKING, State.QUEUED, State.RUNNING, State.UNDOING])

    def standing(self) -> "ImportJobQuerySet":
        """Keep those whose claims, or a part of them, stand in the facts."""
        return self.filter(next_chunk__gt=0)


class ImportJob(models.Model):
    """One file on its way into the facts of one shop.

    Whatever the state: the claims of the chunks below `next_chunk` stand in the facts, the others do not. Loading raises it,
    undoing lowers it, each step in the transaction that changes the facts.

    rows_total = inserted + changed + unchanged + older + rejected once loaded. Moments are UTC. `revision` rises with every
    visible change. `worker` names who holds the job until `lease_until`; "" means nobody. `attempt` counts the starts since it
    last came a step further. `taught`: the words for states that stand in this file and whose meaning a person had taught.
    `sheet`: which table of a file of several is read, "" for the only one or the first that is known; those made for the further
    tables have the first one as `parent`. `path` is "" once the bytes were dropped. `forgotten_upto`: the last forgetting of
    a buyer that the claims know of; `names_forgotten_since`: when it was found that the file names one who was forgotten.
    """

    shop = models.ForeignKey(
        "orders.Shop", on_delete=models.PROTECT, null=True, blank=True, related_name="imports", verbose_name=_("shop")
    )
    filename = models.CharField(max_length=255, verbose_name=_("file"))
    size = models.BigIntegerField(default=0, verbose_name=_("size in bytes"))
    digest = models.CharField(max_length=64, db_index=True)
    path = models.CharField(max_length=200, blank=True)
    claims = models.CharField(max_length=200, blank=True, default="")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.UPLOAD)
    state = models.CharField(max_length=10, choices=State.choices, default=State.LOOKING)
    phase = models.CharField(max_length=10, choices=Phase.choices, blank=True, default=Phase.NONE)

    format_key = models.CharField(max_length=60, blank=True, default="")
    kind = models.CharField(max_length=10, blank=True, default="")
    mapping = models.JSONField(default=dict, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, default="", db_index=True)
    zone = models.CharField(max_length=64, blank=True, default="")
    currency = models.CharField(max_length=3, blank=True, default="")
    as_of = models.DateTimeField(null=True, blank=True)
    as_of_source = models.CharField(max_length=10, blank=True, default="")
    load_when_ready = models.BooleanField(default=False)
    taught = models.JSONField(default=dict, blank=True)
    sheet = models.TextField(blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="further")

    look = models.JSONField(default=dict, blank=True)
    prepared = models.JSONField(default=dict, blank=True)
    preview = models.JSONField(default=list, blank=True)
    problems = models.JSONField(default=list, blank=True)

    rows_total = models.BigIntegerField(default=0)
    rows_done = models.BigIntegerField(default=0)
    inserted = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    older = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)

    receivers = models.CharField(max_length=8, choices=Receivers.choices, blank=True, default=Receivers.NONE)
    forgotten_upto = models.BigIntegerField(default=0)
    names_forgotten_since = models.DateTimeField(null=True, blank=True)

    next_chunk = models.IntegerField(default=0)
    chunks = models.IntegerField(default=0)
    touched_first = models.BigIntegerField(null=True, blank=True)
    touched_last = models.BigIntegerField(null=True, blank=True)
    attempt = models.SmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=100, blank=True, default="")
    error_code = models.CharField(max_length=40, blank=True, default="")
    error = models.TextField(blank=True, default="")

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="imports", verbose_name=_("by")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    undo_asked_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.IntegerField(default=0)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [
            models.Index(fields=["shop", "-id"], name="imports_shop_newest"),
            models.Index(fields=["shop"], name="imports_receivers", condition=Q(receivers="waiting")),
            models.Index(
                fields=["state"], name="imports_moving", condition=Q(state__in=["looking", "queued", "running", "undoing"])
            ),
        ]
        constraints = [
            # Two imports of one shop would wait for each other's rows: whoever holds the shop ends first, also after a crash.
            models.UniqueConstraint(
                fields=["shop"], name="imports_one_at_a_time", condition=Q(state__in=["running", "undoing"]) & ~Q(worker="")
            ),
            models.UniqueConstraint(fields=["parent", "sheet"], name="imports_one_for_each_sheet"),
            models.CheckConstraint(condition=Q(next_chunk__gte=0), name="imports_next_chunk_not_negative"),
        ]

    def __str__(self) -> str:
        """Name the file and where it stands."""
        return f"{self.filename} ({self.state})"

    @property
    def needs(self) -> str:
        """Tell what a person must answer before this can load: "shop", "mapping", "as_of", or "" for nothing."""
        if self.state not in {State.LOOKING, State.READY} or not self.look:
            return ""
        if not self.format_key:
            return "mapping"
        if self.shop_id is None:
            return "shop"
        return "as_of" if self.prepared and self.as_of is None else ""

    @property
    def may_confirm(self) -> bool:
        """Tell whether a person may have it imported now (again, when it was undone)."""
        return (self.state == State.UNDONE and bool(self.path)) or (
            self.state == State.READY and not self.needs and bool(self.prepared)
        )

    @property
    def may_undo(self) -> bool:
        """Tell whether what it loaded, wholly or in part, may be taken back."""
        return self.state == State.DONE or (self.state == State.FAILED and self.next_chunk > 0)

    @property
    def may_retry(self) -> bool:
        """Tell whether it stopped with a reason and may be tried again."""
        return self.state == State.FAILED

    @property
    def may_discard(self) -> bool:
        """Tell whether it may be thrown away: nothing of it stands in the facts and no worker holds it."""
        return self.state in {State.READY, State.QUEUED, State.FAILED, State.REFUSED, State.LOOKING} and self.next_chunk == 0

    @property
    def may_read_again(self) -> bool:
        """Tell whether its bytes are here and may be read again: it waits, it was loaded, or it was taken back."""
        return bool(self.path) and self.state in {State.READY, State.DONE, State.UNDONE}

    @property
    def is_moving(self) -> bool:
        """Tell whether a worker has something to do for it: pages go on asking."""
        return self.state in {State.LOOKING, State.QUEUED, State.RUNNING, State.UNDOING}

    @property
    def upload_path(self) -> Path:
        """Where the bytes lie."""
        return Path(settings.DATA_DIR) / self.path

    @property
    def claims_path(self) -> Path | None:
        """Where the claims and the rejected rows lie, once prepared."""
        return Path(settings.DATA_DIR) / self.claims if self.claims else None

    @property
    def further_numbers(self) -> list[int]:
        """Give the numbers of the imports made for the further tables of the file."""
        return sorted(one.pk for one in self.further.all())

    @property
    def counts(self) -> dict[str, int]:
        """Give the five counts a person sees: they add up to `rows_total` once loaded."""
        return {name: getattr(self, name) for name in ("inserted", "changed", "unchanged", "older", "rejected")}


class RememberedMapping(models.Model):
    """What a person said an unknown table's columns mean; the next table with the same header needs no question."""

    fingerprint = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10)
    mapping = models.JSONField(default=dict)
    zone = models.CharField(max_length=64, blank=True, default="")
    money_is_net = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("remembered mapping")
        verbose_name_plural = _("remembered mappings")

    def __str__(self) -> str:
        """Name the header by its fingerprint."""
        return f"{self.kind} {self.fingerprint[:8]}"


class TaughtWord(models.Model):
    """What a person said a platform's word for a state means; it is read so in every later file of that format.

    `word` is folded as the reader folds; `meaning` is a number of `orders.states`, which of the two `about` says.
    """

    class About(models.TextChoices):
        """Which state the word is for."""

        STATE = "state", _("state of the order")
        REFUND_STATE = "refund_state", _("state of the refund")

    format_key = models.CharField(max_length=60)
    about = models.CharField(max_length=12, choices=About.choices)
    word = models.CharField(max_length=100)
    meaning = models.SmallIntegerField()
    taught_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    taught_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("taught word")
        verbose_name_plural = _("taught words")
        constraints = [
            models.UniqueConstraint(fields=["format_key", "about", "word"], name="imports_one_meaning_a_word"),
        ]

    def __str__(self) -> str:
        """Name the word and whose it is."""
        return f"{self.word} ({self.format_key})"

    @property
    def states(self) -> type[OrderState] | type[RefundState]:
        """Give the states it can mean one of."""
        return RefundState if self.about == self.About.REFUND_STATE else OrderState
