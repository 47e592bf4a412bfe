"""The states of an order and of its refund. The numbers are ranks: a further state is a larger number."""

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _


class OrderState(IntegerChoices):
    """Where an order stands. HELD: the platform used a word we do not know; it is shown, never guessed."""

    UNPAID = 10, _("unpaid")
    DEPOSIT_PAID = 20, _("deposit paid")
    PAID = 30, _("paid")
    PART_SHIPPED = 40, _("part shipped")
    SHIPPED = 50, _("shipped")
    COMPLETED = 60, _("completed")
    CLOSED_UNPAID = 80, _("closed unpaid")
    CLOSED_REFUNDED = 90, _("closed, refunded")
    HELD = 99, _("held: unknown state")


class RefundState(IntegerChoices):
    """Where the refund of an order or a line stands."""

    NONE = 0, _("none")
    REJECTED = 10, _("rejected")
    REQUESTED = 20, _("requested")
    RETURNING = 30, _("returning")
    PARTIAL = 40, _("refunded in part")
    FULL = 50, _("refunded")
    HELD = 99, _("held: unknown state")
