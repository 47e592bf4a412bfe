"""One human behind several accounts: proposed with the evidence, merged and split by hand, nothing lost (playbook B1)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.models.buyer import Buyer


class Person(models.Model):
    """One human. A person whose accounts were merged into another stays, without accounts, so that a split brings them back."""

    name = models.CharField(_("name"), max_length=60, blank=True, default="", db_index=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"


class PersonActKind(models.TextChoices):
    """What was done about who is who."""

    MERGE = "merge", _("merged")
    SPLIT = "split", _("split")


class PersonAct(models.Model):
    """One merge or split, with every account it moved; taken back as a whole."""

    kind = models.CharField(max_length=10, choices=PersonActKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class PersonMove(models.Model):
    """An account that an act moved from one person (or none) to another (or none)."""

    act = models.ForeignKey(PersonAct, on_delete=models.CASCADE, related_name="moves")
    buyer = models.ForeignKey(Buyer, on_delete=models.CASCADE, related_name="person_moves")
    before = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    after = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "buyer"], name="person_move_once")]

    def __str__(self) -> str:
        return f"{self.buyer_id}"


class Evidence(models.TextChoices):
    """Why two accounts may be one human."""

    CONTACT = "contact", _("the same e-mail or phone")
    ACCOUNT = "account", _("the same account name on one platform")
    NAME = "name", _("the same account name on two platforms")


class ProposalState(models.TextChoices):
    """What became of it."""

    OPEN = "open", _("to decide")
    MERGED = "merged", _("one person")
    APART = "apart", _("two persons")


class PersonProposal(models.Model):
    """Two accounts, of different shops, that may be one human. Decided by a person once; "two persons" is not asked again."""

    first = models.ForeignKey(Buyer, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Buyer, on_delete=models.CASCADE, related_name="+")
    evidence = models.CharField(max_length=10, choices=Evidence.choices)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="proposal_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="proposal_of_two"),
        ]
        indexes = [models.Index(fields=["state", "evidence"], name="proposal_by_state")]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}?"
