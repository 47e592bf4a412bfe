"""The first line of the pages about people, in the reader's language."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.queries import StaffList, TrailPage
from common.moments import format_age


def trail_sentence(page: TrailPage, *, is_filtered: bool, is_first: bool, now: datetime) -> str:
    """Tell what the trail shows: the last change and whose it was, or what this page of it holds."""
    if not page.lines:
        return _("Nothing in the trail matches this.") if is_filtered else _("Nobody has changed anything yet.")
    if is_filtered or not is_first:
        count = len(page.lines)
        words = ngettext("%(n)s change on this page, the newest first.", "%(n)s changes on this page, the newest first.", count)
        return words % {"n": count}
    last = page.lines[0].entry
    age = format_age(last.at, now)
    if last.actor is None:
        return _("The last change is %(age)s, by the program itself.") % {"age": age}
    return _("The last change is %(age)s, by %(name)s.") % {"age": age, "name": last.actor.shown_name}


def staff_sentence(staff: StaffList) -> str:
    """Tell how many people may sign in, and how many of them manage the others."""
    if staff.active == staff.administrators == 1:
        return _("One person may sign in, an administrator.")
    active = ngettext("%(n)s person may sign in;", "%(n)s people may sign in;", staff.active) % {"n": staff.active}
    managing = ngettext("%(n)s of them manages the others.", "%(n)s of them manage the others.", staff.administrators) % {
        "n": staff.administrators
    }
    return _("%(active)s %(managing)s") % {"active": active, "managing": managing}
