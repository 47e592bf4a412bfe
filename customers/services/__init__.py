"""Writes about buyers: summaries kept in step, tiers judged and set, labels, notes, persons, benefits, privacy."""

from customers.services.acquisition import set_acquisitions
from customers.services.benefits import drop_benefit, save_benefit
from customers.services.contacts import (
    RevealError,
    erase_contacts,
    forget_contacts_of,
    keep_contacts,
    reveal_contact,
    reveal_phones,
)
from customers.services.labels import drop_label, put_label, save_label, take_label, write_note
from customers.services.persons import decide_proposal, merge_persons, name_person, split_person, undo_act
from customers.services.privacy import erase_buyers, erase_person, forget_old, set_privacy, take_everything
from customers.services.retention import forget_old_contacts, forget_old_reveals
from customers.services.rotation import rotate_contacts
from customers.services.runs import ask_run, ask_runs_of_all, run_tiers, waiting_runs
from customers.services.searches import note_phone_search
from customers.services.summaries import mark_buyers, refill_buyers, stale_shops
from customers.services.tiers import begin_tiers, save_tiers, set_by_hand

__all__ = [
    "RevealError",
    "ask_run",
    "ask_runs_of_all",
    "begin_tiers",
    "decide_proposal",
    "drop_benefit",
    "drop_label",
    "erase_buyers",
    "erase_contacts",
    "erase_person",
    "forget_contacts_of",
    "forget_old",
    "forget_old_contacts",
    "forget_old_reveals",
    "keep_contacts",
    "mark_buyers",
    "merge_persons",
    "name_person",
    "note_phone_search",
    "put_label",
    "refill_buyers",
    "reveal_contact",
    "reveal_phones",
    "rotate_contacts",
    "run_tiers",
    "save_benefit",
    "save_label",
    "save_tiers",
    "set_acquisitions",
    "set_by_hand",
    "set_privacy",
    "split_person",
    "stale_shops",
    "take_everything",
    "take_label",
    "undo_act",
    "waiting_runs",
    "write_note",
]
