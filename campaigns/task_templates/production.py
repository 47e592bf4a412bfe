"""Production: has what sells and no more, and knows how quickly there is more (playbook P8, L4, L7)."""

from django.utils.translation import gettext_lazy as _

from campaigns.task_templates.base import TaskTemplate

TASKS = (
    TaskTemplate(
        "pr_capacity",
        -50,
        _("Know what every supplier can make"),
        _("Pieces a day, days until the first, and what happens when the hot product runs short on the first evening."),
        "P8",
    ),
    TaskTemplate(
        "pr_order",
        -38,
        _("Order what the plan lacks"),
        _("With the warehouse's list; the reserve for tier A, less for what would lie about later."),
        "P8",
        ("wa_stock", "pr_capacity"),
    ),
    TaskTemplate(
        "pr_delivery",
        -16,
        _("Have the goods in the warehouse"),
        _("Checked for faults, not only counted."),
        "P8",
        ("pr_order",),
    ),
    TaskTemplate(
        "pr_substitutes",
        -10,
        _("Name a substitute for every hot product"),
        _("Related or similar, with stock, ready to go up when the alert line is reached. A listing never goes down."),
        "L4",
        ("wa_reserve",),
    ),
    TaskTemplate(
        "pr_standby",
        0,
        _("Stand by for what is oversold"),
        _("The day of delivery for each, told to customer service before buyers ask."),
        "L7",
        ("pr_substitutes",),
    ),
    TaskTemplate(
        "pr_leftover",
        7,
        _("Say what happens to the leftovers"),
        _("Clear, keep or give back, with what each costs."),
        "P8",
        ("wa_count_after",),
        from_end=True,
    ),
)
