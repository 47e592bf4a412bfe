"""Warehouse: knows what lies in the racks, and has shipped a rehearsal before the sale (playbook P8, P9, P13, L7, L9, C1, C2)."""

from django.utils.translation import gettext_lazy as _

from campaigns.task_templates.base import TaskTemplate

TASKS = (
    TaskTemplate(
        "wa_stock",
        -42,
        _("Say what stock the plan needs"),
        _("What is there, what the plan sells, a fifth more as reserve: product by product."),
        "P8",
        ("op_tiers",),
    ),
    TaskTemplate(
        "wa_hardware",
        -15,
        _("Lay in printers, cartons and waybills"),
        _("By list, with a spare of everything that can break."),
        "P13",
    ),
    TaskTemplate(
        "wa_count",
        -14,
        _("Count the racks before the sale"),
        _("Goods that lie there and were never listed are sales lost. Put them on sale."),
        "P9",
    ),
    TaskTemplate(
        "wa_reserve",
        -12,
        _("Have the stock a fifth above the plan"),
        _("Received, counted and listed; for tier A without exception."),
        "P8",
        ("wa_count", "pr_delivery"),
        check="stock_reserve",
    ),
    TaskTemplate(
        "wa_people",
        -10,
        _("Name the helpers"),
        _("Temporary workers and people of other departments, each with a place and a shift."),
        "P13",
        ("cs_roster",),
    ),
    TaskTemplate(
        "wa_courier",
        -10,
        _("Agree on the courier's pick-up times"),
        _("How many a day, how often, what happens when there are twice as many."),
        "P13",
        ("op_traffic",),
    ),
    TaskTemplate(
        "wa_rehearsal",
        -7,
        _("Rehearse the dispatch"),
        _("A hundred orders from print to courier, timed; what breaks now breaks cheaply."),
        "P13",
        ("wa_hardware", "wa_people"),
    ),
    TaskTemplate(
        "wa_guard",
        -5,
        _("Test that a refunded order cannot leave"),
        _("Customer service marks one, the packing table must stop it."),
        "L9",
        ("cs_refund", "wa_rehearsal"),
    ),
    TaskTemplate(
        "wa_prepack",
        -3,
        _("Pack the hot products beforehand"),
        _("As many as the first phase sells."),
        "P13",
        ("wa_reserve",),
    ),
    TaskTemplate(
        "wa_listed",
        0,
        _("Hold listed stock against real stock"),
        _("Hot products every hour; tell production at once what is oversold."),
        "L7",
        ("wa_guard",),
    ),
    TaskTemplate(
        "wa_shipped",
        3,
        _("Ship everything within 72 hours"),
        _("Counted order by order from its payment."),
        "C1",
        from_end=True,
    ),
    TaskTemplate(
        "wa_count_after",
        5,
        _("Count the racks after the sale"),
        _("What is left, what is missing, what comes back."),
        "P9",
        ("wa_shipped",),
        from_end=True,
    ),
)
