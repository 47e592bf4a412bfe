"""The audit trail in words: what was done, to what, and the names of the values that changed.

Code writes `noun.verb` and plain names; here stands what a person reads for them. Every action that is recorded anywhere
has its label here (a test looks). A name nobody labelled is shown as it was written.
"""

import re
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.departments import Department
from accounts.roles import Role
from common.moments import format_moment
from common.money import from_minor

ACTIONS: dict[str, Any] = {
    "rehearsal.ask": gettext_lazy("Asked for a rehearsal"),
    "rehearsal.stop": gettext_lazy("Stopped a rehearsal"),
    "abnormal.report": gettext_lazy("Reported an abnormal order"),
    "abnormal.give": gettext_lazy("Gave abnormal orders to somebody"),
    "abnormal.state": gettext_lazy("Changed the state of abnormal orders"),
    "abnormal.undo": gettext_lazy("Took a change of abnormal orders back"),
    "abnormal.set_rule": gettext_lazy("Set a rule of abnormal orders"),
    "dispatch.set_clock": gettext_lazy("Set the clock of a shop"),
    "dispatch.set_promises": gettext_lazy("Told promised days of orders"),
    "dispatch.refund": gettext_lazy("Told the state of a refund"),
    "dispatch.hold": gettext_lazy("Held an order"),
    "dispatch.release": gettext_lazy("Let a held order go"),
    "dispatch.without": gettext_lazy("Packed an order without its refunded lines"),
    "dispatch.undo": gettext_lazy("Took a hold or a release back"),
    "dispatch.parcels": gettext_lazy("Told which parcels carry which orders"),
    "chase.report": gettext_lazy("Reported what came of asking a buyer to pay"),
    "chase.undo": gettext_lazy("Took back what came of asking a buyer"),
    "chase.set_rule": gettext_lazy("Changed the rule of the unpaid chase"),
    "chase.export": gettext_lazy("Took the list of unpaid buyers out"),
    "buyer.bar": gettext_lazy("Put a buyer on the list of those not to contact"),
    "buyer.unbar": gettext_lazy("Took a buyer off the list of those not to contact"),
    "work.report": gettext_lazy("Reported what came of a call of the work list"),
    "work.undo": gettext_lazy("Took back what came of a call of the work list"),
    "work.set_rule": gettext_lazy("Changed what makes the work list"),
    "core_buyer.add": gettext_lazy("Made a buyer a core buyer"),
    "core_buyer.change": gettext_lazy("Changed a core buyer"),
    "core_buyer.drop": gettext_lazy("Let a core buyer go"),
    "consent.set": gettext_lazy("Kept who agreed to messages"),
    "audience.make": gettext_lazy("Asked for an audience list"),
    "audience.export": gettext_lazy("Took an audience list out"),
    "stock.set_day": gettext_lazy("Changed what the alert line and the risk are worked out from"),
    "watch.save": gettext_lazy("Changed what is watched"),
    "watch.drop": gettext_lazy("Took a watch away"),
    "incident.acknowledge": gettext_lazy("Sees to an incident"),
    "channel.save": gettext_lazy("Changed a channel of alerts"),
    "channel.drop": gettext_lazy("Took a channel of alerts away"),
    "channel.test": gettext_lazy("Tried a channel of alerts"),
    "channel.open_again": gettext_lazy("Let a channel of alerts try again"),
    "letter.retry": gettext_lazy("Sent a dead letter again"),
    "play.take": gettext_lazy("Took a card of the playbook"),
    "play.undo": gettext_lazy("Took a card of the playbook back"),
    "play.write": gettext_lazy("Wrote a card of the playbook"),
    "play.drop": gettext_lazy("Took a card of the house away"),
    "wall.make": gettext_lazy("Made a screen for a wall"),
    "wall.revoke": gettext_lazy("Took a screen away"),
    "note.pin": gettext_lazy("Pinned a note to the board"),
    "note.unpin": gettext_lazy("Took a note off the board"),
    "stock.stop_ads": gettext_lazy("Stopped the ads of a product"),
    "campaign.create": gettext_lazy("Planned a campaign"),
    "campaign.change": gettext_lazy("Changed the plan"),
    "campaign.set_phases": gettext_lazy("Chose the phases"),
    "campaign.choose_curve": gettext_lazy("Chose the curve"),
    "campaign.edit_target": gettext_lazy("Edited the target"),
    "campaign.lock_target": gettext_lazy("Locked a part of the target"),
    "campaign.unlock_target": gettext_lazy("Unlocked a part of the target"),
    "campaign.undo": gettext_lazy("Took the last change back"),
    "campaign.restore": gettext_lazy("Let an older version stand again"),
    "campaign.clone": gettext_lazy("Cloned a sale"),
    "campaign.freeze": gettext_lazy("Froze a plan"),
    "campaign.set_gate": gettext_lazy("Changed what a gate asks"),
    "campaign.tick_point": gettext_lazy("Ticked a point of a gate"),
    "campaign.leave_stage": gettext_lazy("Left a stage of a sale"),
    "campaign.reopen_stage": gettext_lazy("Went back into a stage of a sale"),
    "campaign.write_lesson": gettext_lazy("Wrote a lesson down"),
    "campaign.finish_lesson": gettext_lazy("Ticked a lesson off"),
    "campaign.drop_lesson": gettext_lazy("Took a lesson out"),
    "campaign.restore_lesson": gettext_lazy("Brought a lesson back"),
    "campaign.change_lesson": gettext_lazy("Changed a lesson"),
    "campaign.keep_scenario": gettext_lazy("Kept a scenario"),
    "campaign.drop_scenario": gettext_lazy("Took a scenario away"),
    "campaign.record_outcome": gettext_lazy("Wrote down what a sale came to"),
    "campaign.edit_costs": gettext_lazy("Changed the inputs of the profit"),
    "campaign.adopt_scenario": gettext_lazy("Adopted a scenario"),
    "campaign.copy_offer": gettext_lazy("Copied an offer"),
    "campaign.delete_offer": gettext_lazy("Deleted an offer"),
    "campaign.edit_offer": gettext_lazy("Changed an offer"),
    "campaign.import_offers": gettext_lazy("Imported offers"),
    "campaign.set_shift_settings": gettext_lazy("Changed what the shifts are worked out from"),
    "campaign.lay_shifts": gettext_lazy("Laid the shifts"),
    "campaign.need_people": gettext_lazy("Said how many people a shift needs"),
    "campaign.place_person": gettext_lazy("Put a person on a shift"),
    "campaign.remove_place": gettext_lazy("Took a person off a shift"),
    "service_person.add": gettext_lazy("Added a person of customer service"),
    "service_person.change": gettext_lazy("Changed a person of customer service"),
    "campaign.add_offer": gettext_lazy("Added an offer"),
    "campaign.audit": gettext_lazy("Audited the offers"),
    "campaign.evidence": gettext_lazy("Asked for the evidence of the prices as a file"),
    "campaign.price_check": gettext_lazy("Asked for a check of the prices"),
    "campaign.replay": gettext_lazy("Replayed the offers on past baskets"),
    "year.set_target": gettext_lazy("Set the target of a year"),
    "campaign.edit_traffic": gettext_lazy("Changed the traffic plan"),
    "campaign.set_prices": gettext_lazy("Changed prices"),
    "campaign.fill_prices": gettext_lazy("Filled prices by a rule"),
    "campaign.import_prices": gettext_lazy("Imported prices"),
    "campaign.set_price_terms": gettext_lazy("Changed the terms of the prices"),
    "buffer.reckon": gettext_lazy("Worked out the buffers of a sale"),
    "buffer.terms": gettext_lazy("Changed the terms of the buffers"),
    "buffer.choose": gettext_lazy("Chose what to hold"),
    "buffer.undo": gettext_lazy("Took a choice of buffers back"),
    "delivery.list": gettext_lazy("Wrote the replenishment list"),
    "delivery.add": gettext_lazy("Put a line on the replenishment list"),
    "delivery.order": gettext_lazy("Ordered from suppliers"),
    "delivery.promise": gettext_lazy("Wrote down a supplier's promise"),
    "delivery.receive": gettext_lazy("Received goods"),
    "delivery.cancel": gettext_lazy("Cancelled lines of the replenishment list"),
    "delivery.reopen": gettext_lazy("Took a step of the replenishment list back"),
    "delivery.units": gettext_lazy("Changed the pieces of a line"),
    "supplier.add": gettext_lazy("Added a supplier"),
    "supplier.change": gettext_lazy("Changed a supplier"),
    "product.edit": gettext_lazy("Changed products"),
    "pairs.count": gettext_lazy("Counted what is bought together"),
    "bundle.keep": gettext_lazy("Proposed a bundle"),
    "bundle.drop": gettext_lazy("Dropped a bundle"),
    "substitute.line_up": gettext_lazy("Lined up a substitute"),
    "substitute.reorder": gettext_lazy("Put substitutes in another order"),
    "substitute.remove": gettext_lazy("Took a substitute away"),
    "substitute.swap_in": gettext_lazy("Swapped a substitute in"),
    "substitute.swap_out": gettext_lazy("Swapped a substitute out"),
    "tier.judge": gettext_lazy("Judged the tiers anew"),
    "tier.accept": gettext_lazy("Accepted proposed tiers"),
    "tier.take_back": gettext_lazy("Took accepted tiers back"),
    "tier.set_role": gettext_lazy("Said what a tier means"),
    "tier.set_terms": gettext_lazy("Changed by what tiers are judged"),
    "review.cost": gettext_lazy("Told a cost of a sale"),
    "review.ask": gettext_lazy("Had a review prepared anew"),
    "review.accept_finding": gettext_lazy("Accepted what the data found"),
    "review.dismiss_finding": gettext_lazy("Dismissed what the data found"),
    "review.undo_finding": gettext_lazy("Took a decision about a finding back"),
    "review.after": gettext_lazy("Had the days after a sale counted anew"),
    "selection.choose": gettext_lazy("Chose products for a sale"),
    "selection.let_go": gettext_lazy("Let chosen products go"),
    "price.type": gettext_lazy("Typed a price that was asked"),
    "price.drop": gettext_lazy("Took a typed price away"),
    "stock.count": gettext_lazy("Counted stock"),
    "stock.drop_count": gettext_lazy("Took a typed count away"),
    "stocktake.open": gettext_lazy("Opened a stocktake"),
    "stocktake.count": gettext_lazy("Counted in a stocktake"),
    "stocktake.undo_count": gettext_lazy("Took a count of a stocktake back"),
    "stocktake.close": gettext_lazy("Closed a stocktake"),
    "stocktake.discard": gettext_lazy("Threw a stocktake away"),
    "reserve.keep": gettext_lazy("Kept pieces back"),
    "reserve.release": gettext_lazy("Released a reserve"),
    "channel.create": gettext_lazy("Added a channel of visitors"),
    "channel.match": gettext_lazy("Said which channel a name means"),
    "pitch.write": gettext_lazy("Wrote on the pitch sheet"),
    "tiers.save": gettext_lazy("Changed the rules of the tiers"),
    "buyer.set_tier": gettext_lazy("Set the tier of a buyer by hand"),
    "buyer.free_tier": gettext_lazy("Left the tier of a buyer to the rules"),
    "buyer.label": gettext_lazy("Put a label on a buyer"),
    "buyer.unlabel": gettext_lazy("Took a label off a buyer"),
    "buyer.note": gettext_lazy("Wrote a note on a buyer"),
    "buyer.acquired": gettext_lazy("Said who won buyers"),
    "buyer.export": gettext_lazy("Took home everything about a buyer"),
    "buyer.erase": gettext_lazy("Forgot buyers"),
    "script.save": gettext_lazy("Changed a script"),
    "script.drop": gettext_lazy("Took a script away"),
    "label.save": gettext_lazy("Changed a label"),
    "label.drop": gettext_lazy("Took a label away"),
    "benefit.save": gettext_lazy("Changed a benefit"),
    "benefit.drop": gettext_lazy("Took a benefit away"),
    "person.merge": gettext_lazy("Said that accounts are one person"),
    "person.split": gettext_lazy("Took accounts from a person"),
    "person.apart": gettext_lazy("Said that accounts are two persons"),
    "person.undo": gettext_lazy("Took back who is one person"),
    "person.name": gettext_lazy("Named a person"),
    "buyers.phone_search": gettext_lazy("Looked buyers up by phone"),
    "buyers.phone_refused": gettext_lazy("Tried a phone without the right to, and was refused"),
    "contact.reveal": gettext_lazy("Showed a contact in clear"),
    "privacy.set": gettext_lazy("Set how long buyers are kept"),
    "import.receive": gettext_lazy("Brought in a file"),
    "import.answer": gettext_lazy("Said how a file is to be read"),
    "import.read_again": gettext_lazy("Had a file read again"),
    "import.confirm": gettext_lazy("Confirmed an import"),
    "import.retry": gettext_lazy("Tried an import again"),
    "import.undo": gettext_lazy("Undid an import"),
    "import.discard": gettext_lazy("Threw an import away"),
    "mapping.forget": gettext_lazy("Forgot a remembered table"),
    "word.teach": gettext_lazy("Said what a word means"),
    "word.forget": gettext_lazy("Forgot what a word means"),
    "brief.write": gettext_lazy("Wrote the brief"),
    "picture.add": gettext_lazy("Added a picture"),
    "picture.change": gettext_lazy("Changed a picture"),
    "picture.count": gettext_lazy("Set the numbers of a picture"),
    "picture.remove": gettext_lazy("Took a picture away"),
    "picture.strip_notes": gettext_lazy("Took what a camera wrote out of a picture"),
    "task.create": gettext_lazy("Set a task"),
    "task.change": gettext_lazy("Changed a task"),
    "task.comment": gettext_lazy("Commented on a task"),
    "task.lay": gettext_lazy("Took the tasks of the templates"),
    "task.link": gettext_lazy("Linked a file to a task"),
    "task.unlink": gettext_lazy("Took a file off a task"),
    "task.reopen": gettext_lazy("Opened a task again because of the data"),
    "task.undo": gettext_lazy("Took the last change of a task back"),
    "shop.create": gettext_lazy("Added a shop"),
    "staff.create": gettext_lazy("Took a person on"),
    "staff.change": gettext_lazy("Changed a role or an account"),
    "language.choose": gettext_lazy("Chose a language"),
    "password.change": gettext_lazy("Set a password"),
    "token.create": gettext_lazy("Made a token"),
    "token.revoke": gettext_lazy("Took a token away"),
}
PARTS: dict[str, Any] = {
    "measure": gettext_lazy("What is watched"),
    "threshold": gettext_lazy("Bound"),
    "clear": gettext_lazy("Over once back beyond"),
    "hold": gettext_lazy("For so many minutes"),
    "settle": gettext_lazy("Over after so many good minutes"),
    "cool_down": gettext_lazy("The same incident if back within minutes"),
    "within": gettext_lazy("Minutes looked at"),
    "escalate": gettext_lazy("Tell others after minutes"),
    "severity": gettext_lazy("Severity"),
    "above": gettext_lazy("Bad when above"),
    "subject": gettext_lazy("Only of"),
    "hint": gettext_lazy("Address ends with"),
    "kind": gettext_lazy("Service"),
    "wants_digest": gettext_lazy("A digest every hour"),
    "is_escalation": gettext_lazy("Only what nobody acknowledged in time"),
    "quiet_from": gettext_lazy("Quiet from"),
    "quiet_to": gettext_lazy("Quiet to"),
    "urgent_in_quiet": gettext_lazy("Urgent also in quiet hours"),
    "address": gettext_lazy("Address of this program"),
    "as_of": gettext_lazy("State of the file"),
    "blocked_by": gettext_lazy("Blocked by"),
    "asked": gettext_lazy("Asked of the platform"),
    "by": gettext_lazy("Way in"),
    "channel": gettext_lazy("Channel"),
    "check": gettext_lazy("Check"),
    "check_code": gettext_lazy("Check"),
    "code": gettext_lazy("Code"),
    "contact": gettext_lazy("Contact"),
    "compare_with": gettext_lazy("Earlier sale"),
    "conversion_target": gettext_lazy("Conversion"),
    "currency": gettext_lazy("Currency"),
    "curve": gettext_lazy("Curve"),
    "curve_kind": gettext_lazy("Curve"),
    "department": gettext_lazy("Department"),
    "derived_figure": gettext_lazy("Worked-out figure"),
    "despite": gettext_lazy("Done all the same because"),
    "due_day": gettext_lazy("Due day"),
    "due_from": gettext_lazy("Due counted from"),
    "due_minute": gettext_lazy("Due minute"),
    "due_on": gettext_lazy("Due on"),
    "ends_at": gettext_lazy("Ends"),
    "file": gettext_lazy("File"),
    "format_key": gettext_lazy("Format"),
    "found": gettext_lazy("Found"),
    "import": gettext_lazy("Import"),
    "inquiries_target": gettext_lazy("Inquiries"),
    "is_active": gettext_lazy("May sign in"),
    "is_dropped": gettext_lazy("Needless"),
    "is_paid": gettext_lazy("Paid"),
    "language": gettext_lazy("Language"),
    "link": gettext_lazy("Link"),
    "locks": gettext_lazy("Locked parts"),
    "locks_released": gettext_lazy("Locks let go"),
    "mapping": gettext_lazy("Columns of the table"),
    "meaning": gettext_lazy("Meaning"),
    "name": gettext_lazy("Name"),
    "node": gettext_lazy("Part of the target"),
    "order_value_target_minor": gettext_lazy("Order value"),
    "owner": gettext_lazy("Owner"),
    "paid_orders_target": gettext_lazy("Paid orders"),
    "phase_targets": gettext_lazy("Target of the phases"),
    "phases": gettext_lazy("Phases"),
    "platform": gettext_lazy("Platform"),
    "restores": gettext_lazy("Back to version"),
    "revenue_target_minor": gettext_lazy("Revenue target"),
    "role": gettext_lazy("Role"),
    "rows": gettext_lazy("Rows"),
    "shifts": gettext_lazy("Shifts"),
    "offers": gettext_lazy("Offers"),
    "costs": gettext_lazy("Inputs"),
    "sha256": gettext_lazy("Fingerprint"),
    "shop": gettext_lazy("Shop"),
    "shops": gettext_lazy("Shops"),
    "size": gettext_lazy("Size in bytes"),
    "stages": gettext_lazy("Stages"),
    "starts_at": gettext_lazy("Starts"),
    "state": gettext_lazy("Stands at"),
    "tasks": gettext_lazy("Tasks"),
    "template": gettext_lazy("Template of the phases"),
    "text": gettext_lazy("Text"),
    "time_zone": gettext_lazy("Time zone"),
    "title": gettext_lazy("Title"),
    "value_minor": gettext_lazy("New value"),
    "version": gettext_lazy("Version of the plan"),
    "visitors_target": gettext_lazy("Visitors"),
    "waits_for": gettext_lazy("Waits for"),
    "was_minor": gettext_lazy("Old value"),
    "what": gettext_lazy("What to do"),
    "zone": gettext_lazy("Time zone"),
    "cloned_from": gettext_lazy("Cloned from"),
    "gates": gettext_lazy("Gates"),
    "note": gettext_lazy("Note"),
    "occasion": gettext_lazy("Occasion"),
    "reason": gettext_lazy("Reason"),
    "remedy": gettext_lazy("Remedy"),
    "shut_by": gettext_lazy("Kept shut by"),
    "stage": gettext_lazy("Stage"),
    "is_done": gettext_lazy("Done"),
    "lesson_kind": gettext_lazy("Kind of lesson"),
    "rule": gettext_lazy("Rule of the playbook"),
    "change": gettext_lazy("Default it changes"),
    "value": gettext_lazy("New value"),
    "version_restored": gettext_lazy("Version that stands again"),
    "idea": gettext_lazy("Central idea"),
    "theme": gettext_lazy("Theme"),
    "selling_point": gettext_lazy("Selling point"),
    "purpose": gettext_lazy("What the sale is for"),
    "places": gettext_lazy("Places and sizes"),
    "must_have": gettext_lazy("Must be on it"),
    "must_not": gettext_lazy("Must not be on it"),
    "tone": gettext_lazy("Tone"),
    "examples": gettext_lazy("Examples"),
    "deadline": gettext_lazy("Deadline"),
    "picture": gettext_lazy("Picture"),
    "place": gettext_lazy("Place"),
    "product": gettext_lazy("Product"),
    "impressions": gettext_lazy("Impressions"),
    "clicks": gettext_lazy("Clicks"),
    "units": gettext_lazy("Pieces"),
    "expected": gettext_lazy("Expected pieces"),
    "method": gettext_lazy("Held by"),
    "promised_on": gettext_lazy("Promised for"),
    "lead_days": gettext_lazy("Days until delivery"),
    "daily_units": gettext_lazy("Pieces a day"),
    "clearance": gettext_lazy("A leftover brings"),
    "holding": gettext_lazy("Keeping it costs"),
    "substitution": gettext_lazy("Buyers who take another"),
    "flat": gettext_lazy("Flat share"),
    "service": gettext_lazy("Chance of never running out"),
    "orders": gettext_lazy("Orders"),
    "released": gettext_lazy("Released"),
    "interval_minutes": gettext_lazy("Minutes from one import to the next"),
    "swap_minutes": gettext_lazy("Minutes a swap takes"),
    "safety_share": gettext_lazy("Safety share"),
    "risk_limit": gettext_lazy("Highest risk of overselling"),
    "pieces": gettext_lazy("Pieces left"),
    "counted_at": gettext_lazy("Counted at"),
    "counted": gettext_lazy("Counted"),
    "category": gettext_lazy("Category"),
}
VALUES: dict[str, dict[str, Any]] = {
    "by": {
        "upload": gettext_lazy("uploaded on the page"),
        "api": gettext_lazy("sent by the interface"),
        "folder": gettext_lazy("found in the watched folder"),
        "command": gettext_lazy("given on the command line"),
        "demo": gettext_lazy("made by the demo shop"),
    },
    "is_active": {"true": gettext_lazy("yes"), "false": gettext_lazy("no")},
    "is_done": {"true": gettext_lazy("yes"), "false": gettext_lazy("no")},
    "curve_kind": {
        "flat": gettext_lazy("Flat"),
        "last_sale": gettext_lazy("An earlier sale"),
        "same_weekday": gettext_lazy("The same weekday"),
        "by_hand": gettext_lazy("By hand"),
    },
    "template": {
        "double_11": gettext_lazy("Double 11: five phases a day"),
        "flat": gettext_lazy("Flat: one phase a day"),
        "custom": gettext_lazy("Phases of our own"),
    },
    "stage": {
        "preparation": gettext_lazy("Preparation"),
        "warm_up": gettext_lazy("Warm-up"),
        "live": gettext_lazy("Live"),
        "closing": gettext_lazy("Closing"),
    },
    "occasion": {
        "double_11": gettext_lazy("Double 11"),
        "double_12": gettext_lazy("Double 12"),
        "june_18": gettext_lazy("618"),
        "black_friday": gettext_lazy("Black Friday"),
        "new_year_goods": gettext_lazy("New Year goods festival"),
        "fair_spring": gettext_lazy("Spring trade fair"),
        "fair_autumn": gettext_lazy("Autumn trade fair"),
        "own": gettext_lazy("A sale of our own"),
    },
    "department": {str(one): one.label for one in Department},
    "role": {str(role): role.label for role in Role},
    "language": {"en": "English", "zh-hans": "简体中文"},
}
_TARGETS = re.compile(r"(?P<noun>import|campaign|user|mapping|token|task) ?:?(?P<rest>.*)", re.DOTALL)


def action_label(action: str) -> str:
    """Say what was done.

    >>> action_label("import.undo"), action_label("an.old_word")
    ('Undid an import', 'an.old_word')
    """
    return str(ACTIONS.get(action, action))


def actions_about(text: str) -> list[str]:
    """Return the actions whose label, as this reader sees it, holds the text."""
    sought = text.casefold()
    return [action for action, label in ACTIONS.items() if sought in str(label).casefold()]


def target_label(target: str) -> str:
    """Name the thing: its kind in the reader's language, its own name as it is.

    >>> target_label("import 32"), target_label("token 3 of lin"), target_label("Lamp House")
    ('import 32', 'token 3 of lin', 'Lamp House')
    """
    match = _TARGETS.fullmatch(target)
    if match is None:
        return target
    noun, rest = match["noun"], match["rest"]
    number, is_token, owner = rest.partition(" of ")
    if noun == "token" and is_token:
        return _("token %(number)s of %(name)s") % {"number": number, "name": owner}
    kinds = {"import": _("import %(name)s"), "campaign": _("campaign %(name)s"), "user": _("user %(name)s")}
    kinds["mapping"] = _("remembered table %(name)s")
    kinds["task"] = _("task %(name)s")
    return kinds.get(noun, target.replace("%", "%%")) % {"name": rest}


def part_label(name: str) -> str:
    """Name a value that changed.

    >>> part_label("role"), part_label("phase 3")
    ('Role', 'phase 3')
    """
    return str(PARTS.get(name, name))


def value_words(name: str, text: str) -> str:
    """Write a value as a person reads it: a choice by its word, minor units as an amount, a moment by the clock here.

    >>> value_words("role", "boss"), value_words("revenue_target_minor", "18000000"), value_words("name", "boss")
    ('Boss', '180,000.00', 'boss')
    """
    if name in VALUES:
        return str(VALUES[name].get(text, text))
    if name.endswith("_minor") and text.lstrip("-").isdigit():
        return f"{from_minor(int(text)):,.2f}"
    if name.endswith("_at"):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return text
        return format_moment(moment, timezone.get_current_timezone_name(), year=True) if moment.tzinfo else text
    return text
