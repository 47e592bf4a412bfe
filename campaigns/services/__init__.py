"""Writes of the plan. Each is one transaction, raises the plan's version, keeps the version before, leaves an audit row.

Whoever changes a plan says which version they saw; `StalePlanError` tells what somebody else changed meanwhile.
`campaigns.rules.problems.PlanError` tells what cannot stand; nothing is written then.
"""

from campaigns.drafts import NodeRef, PhaseDraft, PlanDraft, StageDraft
from campaigns.services.odds import (
    adopt_scenario,
    clone_costs,
    drop_scenario,
    keep_odds,
    keep_scenario,
    record_outcome,
    save_costs,
)
from campaigns.services.plans import change_campaign, create_campaign
from campaigns.services.shaping import choose_curve, set_phases
from campaigns.services.target import edit_target, lock_target, unlock_target
from campaigns.services.traffic import LineDraft, add_channel, clone_traffic, line_draft, match_channel, save_traffic
from campaigns.services.versions import StalePlanError, restore_version, undo_change

__all__ = [
    "LineDraft",
    "NodeRef",
    "PhaseDraft",
    "PlanDraft",
    "StageDraft",
    "StalePlanError",
    "add_channel",
    "adopt_scenario",
    "change_campaign",
    "choose_curve",
    "clone_costs",
    "clone_traffic",
    "create_campaign",
    "drop_scenario",
    "edit_target",
    "keep_odds",
    "keep_scenario",
    "line_draft",
    "lock_target",
    "match_channel",
    "record_outcome",
    "restore_version",
    "save_costs",
    "save_traffic",
    "set_phases",
    "undo_change",
    "unlock_target",
]
