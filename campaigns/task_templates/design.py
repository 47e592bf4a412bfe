"""Design: gets the brief from operations and learns from the numbers which picture won (playbook P11, W1, L8, C5)."""

from django.utils.translation import gettext_lazy as _

from campaigns.task_templates.base import TaskTemplate

TASKS = (
    TaskTemplate(
        "de_detail",
        -25,
        _("Make the product pages"),
        _("The selling point first, then what buyers keep asking: size, fabric, delivery."),
        "P11",
        ("op_brief",),
    ),
    TaskTemplate(
        "de_home",
        -22,
        _("Make the home page of the sale"),
        _("Hottest product beside its profit partner; time and benefit seen at once."),
        "P11",
        ("op_brief", "op_offers"),
    ),
    TaskTemplate(
        "de_pictures",
        -21,
        _("Make ten pictures"),
        _("For the ads, the traffic entrances and the platform's own place: a whole set, not two."),
        "P11",
        ("op_brief",),
    ),
    TaskTemplate(
        "de_test",
        -14,
        _("Test the ten pictures"),
        _("Impressions, clicks and orders of each, until the numbers name a winner or say that none will."),
        "P11",
        ("de_pictures",),
        check="pictures_tested",
    ),
    TaskTemplate(
        "de_posters",
        -14,
        _("Make the posters of the warm-up"),
        _("With the time and the benefit on each; for the shop's pages, chat groups and cards."),
        "W1",
        ("op_brief", "op_offers"),
    ),
    TaskTemplate(
        "de_winners",
        -10,
        _("Put the winning pictures in their places"),
        _("The winners of the test everywhere; the others are kept for the next idea."),
        "P11",
        ("de_test",),
    ),
    TaskTemplate(
        "de_places",
        -3,
        _("Name who changes which picture on the day"),
        _("Home page, related products, product page, window: one person each, reachable all day."),
        "L8",
        ("de_winners", "de_home"),
    ),
    TaskTemplate(
        "de_day",
        0,
        _("Change pictures while the sale runs"),
        _("Sold out, substitutes, the last hours: right and within minutes."),
        "L8",
        ("de_places",),
    ),
    TaskTemplate(
        "de_back",
        1,
        _("Take the sale off the pages"),
        _("No picture promises a price that is over; the tail of the traffic sees the steps back."),
        "C3",
        from_end=True,
    ),
    TaskTemplate(
        "de_review",
        6,
        _("Write down which picture earned what"),
        _("Home page and click rate of each picture; what to do again and what never."),
        "C5",
        from_end=True,
    ),
)
