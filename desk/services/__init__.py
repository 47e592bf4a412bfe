"""What is written at the desk."""

from desk.services.audiences.consent import set_consents
from desk.services.audiences.counting import count_orders, count_recent
from desk.services.audiences.freezing import ask_audience, freeze_audience, members_to_export, record_export, waiting_audiences
from desk.services.chase.fitting import fit_odds
from desk.services.chase.rounds import run_round
from desk.services.chase.setting import bar_buyer, set_chase_rule, unbar_buyer
from desk.services.chase.stopping import stop_chasing
from desk.services.chase.working import ChaseError, report_result, take_chase, take_next, undo_result
from desk.services.forgetting import follow_erasures
from desk.services.lookups import forget_lookups, note_card, note_search
from desk.services.panel import end_panel, enter_panel, forget_panels, give_code, person_of_panel
from desk.services.scripts import ScriptError, drop_script, import_scripts, reset_script, reset_scripts, save_script
from desk.services.worklist.reviews import forget_reviews, take_reviews
from desk.services.worklist.setting import drop_core_buyer, keep_core_buyer, set_work_rule
from desk.services.worklist.working import WorkError, report_work, take_work, undo_work

__all__ = [
    "ChaseError",
    "ScriptError",
    "WorkError",
    "ask_audience",
    "bar_buyer",
    "count_orders",
    "count_recent",
    "drop_core_buyer",
    "drop_script",
    "end_panel",
    "enter_panel",
    "fit_odds",
    "follow_erasures",
    "forget_lookups",
    "forget_panels",
    "forget_reviews",
    "freeze_audience",
    "give_code",
    "import_scripts",
    "keep_core_buyer",
    "members_to_export",
    "note_card",
    "note_search",
    "person_of_panel",
    "record_export",
    "report_result",
    "report_work",
    "reset_script",
    "reset_scripts",
    "run_round",
    "save_script",
    "set_chase_rule",
    "set_consents",
    "set_work_rule",
    "stop_chasing",
    "take_chase",
    "take_next",
    "take_reviews",
    "take_work",
    "unbar_buyer",
    "undo_result",
    "undo_work",
    "waiting_audiences",
]
