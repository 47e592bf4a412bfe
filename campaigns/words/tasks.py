"""Tasks in words: how one stands, when it is due, what happened to it, and what is wrong with what somebody wrote."""

import datetime as dt
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accounts.departments import Department
from campaigns.costly import COST_CODES
from campaigns.models import DueFrom, EventKind, TaskEvent, TaskState
from campaigns.queries.tasks import TaskRow
from campaigns.rules.problems import Problem
from common.languages import in_readers_language
from common.moments import format_day

SENTENCES: dict[str, str | Promise] = {
    "title_missing": gettext_lazy("Say in a few words what is to do."),
    "department_missing": gettext_lazy("Choose the department that does it."),
    "day_missing": gettext_lazy("Say how many days before (−) or after the sale it is due, for instance −14."),
    "day_too_far": gettext_lazy("A task lies at most {days} days from the sale."),
    "date_missing": gettext_lazy("Say on which date it is due."),
    "wait_elsewhere": gettext_lazy("A task can only wait for tasks of the same sale."),
    "wait_cycle": gettext_lazy("Then nothing could ever begin: {way}. Take one of these out."),
    "reason_missing": gettext_lazy("Say what blocks it, so that somebody can help."),
    "check_red": gettext_lazy(
        "The check “{check}” is still red: {found} Mend it first, or write why the task is done all the same."
    ),
    "check_red_unseen": gettext_lazy(
        "The check “{check}” is still red. Ask somebody who may see costs, or write why the task is done all the same."
    ),
    "text_missing": gettext_lazy("Write something first."),
    "link_not_web": gettext_lazy("Give an address that begins with http:// or https://."),
    "nothing_to_undo": gettext_lazy("There is no change of this task to take back."),
    "reopened_by_data": gettext_lazy("The data opened this task again; mend what the check found instead of taking that back."),
    "task_changed": gettext_lazy("{who} changed this task meanwhile: {what}. Look at it and save once more."),
    "state_unknown": gettext_lazy("There is no such state."),
    "owner_unknown": gettext_lazy("There is no such person who may sign in."),
}
CHIPS = {
    TaskState.TO_DO: "next",
    TaskState.WORKING: "running",
    TaskState.BLOCKED: "hold",
    TaskState.REOPENED: "failed",
    TaskState.DONE: "done",
}
CHECK_NAMES: dict[str, str | Promise] = {
    "traffic_closes": gettext_lazy("Traffic closes to the target"),
    "offers_contradict": gettext_lazy("Offers do not contradict"),
    "audit_floor": gettext_lazy("No price below cost or floor"),
    "audit_traps": gettext_lazy("No trap for the buyer"),
    "price_history": gettext_lazy("Prices below their history"),
    "odds_profit": gettext_lazy("Odds of a profit"),
    "shifts_reserve": gettext_lazy("Shifts with their reserve"),
    "pictures_tested": gettext_lazy("Ten pictures tested"),
    "brief_written": gettext_lazy("Brief for the designers"),
    "stock_reserve": gettext_lazy("Stock a fifth above the plan"),
}
FIELDS: dict[str, str | Promise] = {
    "department": gettext_lazy("Department"),
    "title": gettext_lazy("Title"),
    "what": gettext_lazy("What to do"),
    "owner": gettext_lazy("Owner"),
    "due_from": gettext_lazy("Due counted from"),
    "due_day": gettext_lazy("Due day"),
    "due_on": gettext_lazy("Due on"),
    "due_minute": gettext_lazy("Due at"),
    "state": gettext_lazy("State"),
    "blocked_by": gettext_lazy("Blocked by"),
    "despite": gettext_lazy("Done all the same because"),
    "check_code": gettext_lazy("Check"),
    "waits_for": gettext_lazy("Waits for"),
    "is_dropped": gettext_lazy("Needless"),
    "link": gettext_lazy("Link"),
}


def task_sentence(problem: Problem, *, with_costs: bool = True) -> str:
    """Return the sentence of a problem with a task in the reader's language; what tells costs to those who may see them."""
    code = problem.code
    if code == "check_red" and problem.values["code"] in COST_CODES and not with_costs:
        code = "check_red_unseen"
    return str(SENTENCES[code]).format(**problem.values)


def chip(row: TaskRow) -> tuple[str, str]:
    """Return how a task stands: the kind of chip and its word. Being late is said before working or not begun."""
    state = TaskState(row.task.state)
    if row.days_late and state in {TaskState.TO_DO, TaskState.WORKING}:
        return "behind", ngettext("{days} day late", "{days} days late", row.days_late).format(days=row.days_late)
    if state == TaskState.TO_DO and row.waits:
        return "next", _("waits")
    words = {
        TaskState.TO_DO: _("to do"),
        TaskState.WORKING: _("working"),
        TaskState.BLOCKED: _("blocked"),
        TaskState.REOPENED: _("opened again"),
        TaskState.DONE: _("done"),
    }
    return CHIPS[state], words[state]


def day_words(day: dt.date, *, weekday: bool = False) -> str:
    """Write a date short: 18 Oct."""
    words = format_day(day)
    return f"{_weekday(day)} {words}" if weekday else words


def relative_words(row: TaskRow) -> str:
    """Write how a due day is counted: 14 days before the sale; "" for a date of its own."""
    day, minute = row.task.due_day, row.task.due_minute
    if day is None:
        return ""
    if row.task.due_from == DueFrom.END:
        words = _from_end(day)
    elif day < 0:
        words = ngettext("{days} day before the sale", "{days} days before the sale", -day).format(days=-day)
    elif day > 0:
        words = ngettext("{days} day after its start", "{days} days after its start", day).format(days=day)
    else:
        words = _("on the day it starts")
    return words if minute == 1440 else _("{words}, {time}").format(words=words, time=f"{minute // 60}:{minute % 60:02}")


def changes_of(event: TaskEvent, names: dict[str, dict[int, str]]) -> list[tuple[str, str, str]]:
    """Return (what, what it was, what it is) for each value an event changed. `names` maps "owner" and "task" to names."""
    return [
        (str(FIELDS.get(field, field)), _value(field, event.before.get(field), names), _value(field, now, names))
        for field, now in event.after.items()
    ]


def event_words(event: TaskEvent, *, with_costs: bool = True) -> str:
    """Say what happened, for the lines of a task's history; what tells costs to those who may see them."""
    said = event.said
    if event.kind == EventKind.REOPENED:
        found = in_readers_language(said.get("found", "")) if with_costs or said.get("code") not in COST_CODES else ""
        check = in_readers_language(said.get("check", ""))
        return _("Opened again: the check “{check}” turned red. {found}").format(check=check, found=found).strip()
    if event.kind == EventKind.COMMENT:
        return in_readers_language(said["text"]) if "text" in said else event.text
    return str(EventKind(event.kind).label)


def _value(field: str, value: Any, names: dict[str, dict[int, str]]) -> str:
    if value in (None, "", []):
        return ""
    if field == "owner":
        return names["owner"].get(value, "?")
    if field == "waits_for":
        return ", ".join(names["task"].get(pk, "?") for pk in value)
    if field == "state":
        return str(TaskState(value).label)
    if field == "department":
        return str(Department(value).label)
    if field == "due_from":
        return str(DueFrom(value).label)
    if field == "due_minute":
        return f"{value // 60}:{value % 60:02}"
    if field == "is_dropped":
        return _("yes") if value else _("no")
    return str(value)


def _from_end(day: int) -> str:
    if day > 0:
        return ngettext("{days} day after the sale", "{days} days after the sale", day).format(days=day)
    if day < 0:
        return ngettext("{days} day before its end", "{days} days before its end", -day).format(days=-day)
    return _("on its last day")


def _weekday(day: dt.date) -> str:
    if (get_language() or "en").startswith("zh"):
        return "周" + "一二三四五六日"[day.weekday()]
    return ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()]
