"""Customer service: knows products, timetable and buyers before the rush (playbook P12, L6, L8 to L10, C2, C4, C5)."""

from django.utils.translation import gettext_lazy as _

from campaigns.task_templates.base import TaskTemplate

TASKS = (
    TaskTemplate(
        "cs_roster",
        -14,
        _("Plan the shifts"),
        _("Three shifts over 24 hours, handed over when it is quiet and never at a peak; one in ten kept in reserve."),
        "P12",
        ("op_traffic",),
        check="shifts_reserve",
    ),
    TaskTemplate(
        "cs_train",
        -12,
        _("Train everybody on products and timetable"),
        _("Products, sizes, offers, the hours of each: everyone can answer without asking."),
        "P12",
        ("op_offers", "de_detail"),
    ),
    TaskTemplate(
        "cs_phrases",
        -10,
        _("Write the short answers, in human words"),
        _("For automatic replies and shortcuts; what to recommend with what. No sentence that sounds like a machine."),
        "L10",
        ("op_offers", "de_posters"),
    ),
    TaskTemplate(
        "cs_loyal",
        -8,
        _("Learn what loyal buyers are entitled to"),
        _("Look at the buyer's level before answering: free shipping has another answer for somebody who bought ten times."),
        "L10",
        ("cs_train",),
    ),
    TaskTemplate(
        "cs_roles",
        -7,
        _("Part pre-sale, after-sale and chasing"),
        _("Different people for each, and a lane of its own for group orders."),
        "L8",
        ("cs_roster",),
    ),
    TaskTemplate(
        "cs_refund",
        -6,
        _("Practise marking a refund so that it cannot ship"),
        _("In the shop's back end and in the dispatch system, both, every time."),
        "L9",
        ("cs_train",),
    ),
    TaskTemplate(
        "cs_chase_words",
        -4,
        _("Prepare how unpaid orders are asked"),
        _("Ask what is unclear, size, fabric, delivery; never threaten. By message, phone and chat, one person each."),
        "L10",
        ("cs_roles", "cs_phrases"),
    ),
    TaskTemplate(
        "cs_chase",
        0,
        _("Chase in the first and the last phase"),
        _("People pay quickest then. At 10:00 and 21:00 everyone answers buyers instead."),
        "L6",
        ("cs_chase_words",),
    ),
    TaskTemplate(
        "cs_abnormal",
        3,
        _("Give every abnormal order one owner"),
        _("Until it is solved; none of them holds up a normal order."),
        "C2",
        from_end=True,
    ),
    TaskTemplate(
        "cs_review",
        5,
        _("Write down what buyers asked and complained about"),
        _("The ten most frequent questions, every complaint with its cause."),
        "C5",
        from_end=True,
    ),
    TaskTemplate(
        "cs_call_back",
        7,
        _("Call picky buyers and bad reviews back"),
        _("What can we do for you next time? The picky ones become the loyal ones."),
        "C4",
        ("cs_abnormal",),
        from_end=True,
    ),
)
