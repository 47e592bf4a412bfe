"""What beat rings for, and how often. Every task named here is idempotent: a missed or doubled ring does no harm."""

from typing import Any

# A ring nobody heard in time is void: behind a long import they would pile up.

SCHEDULE: dict[str, dict[str, Any]] = {
    "canary": {"task": "common.tasks.beat_canary", "schedule": 30.0, "options": {"expires": 60}},
    "sweep-imports": {"task": "imports.tasks.sweep_imports", "schedule": 30.0, "options": {"expires": 30}},
    "watch-folder": {"task": "imports.tasks.watch_folder", "schedule": 15.0, "options": {"expires": 15}},
    "judge-tiers": {"task": "imports.tasks.judge_tiers", "schedule": 86_400.0},
    "follow-checks": {
        "task": "campaigns.tasks.follow_checks_of_all",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "sweep-rehearsals": {"task": "rehearsal.tasks.sweep_rehearsals", "schedule": 30.0, "options": {"expires": 30}},
    "sweep-reports": {"task": "campaigns.tasks.sweep_reports", "schedule": 30.0, "options": {"expires": 30}},
    "strip-pictures": {"task": "campaigns.tasks.strip_picture_notes", "schedule": 86_400.0},
    "sweep-pairs": {"task": "inventory.tasks.sweep_pairs", "schedule": 30.0, "options": {"expires": 30}},
    "thin-counts": {"task": "inventory.tasks.thin_counts", "schedule": 86_400.0},
    "sweep-tier-runs": {"task": "customers.tasks.sweep_tier_runs", "schedule": 30.0, "options": {"expires": 30}},
    "judge-buyers": {"task": "customers.tasks.judge_everybody", "schedule": 86_400.0},
    "forget-buyers": {"task": "customers.tasks.forget_old_buyers", "schedule": 86_400.0},
    "drop-files": {"task": "imports.tasks.drop_files", "schedule": 86_400.0},
    "forget-lookups": {"task": "desk.tasks.forget_old_lookups", "schedule": 86_400.0},
    "chase": {"task": "desk.tasks.chase_round", "schedule": 60.0, "options": {"expires": 60}},
    "chase-odds": {"task": "desk.tasks.fit_chances", "schedule": 86_400.0},
    "sweep-audiences": {"task": "desk.tasks.sweep_audiences", "schedule": 30.0, "options": {"expires": 30}},
    "forget-at-desk": {"task": "desk.tasks.forget", "schedule": 86_400.0},
    "audience-orders": {"task": "desk.tasks.count_audiences", "schedule": 3600.0},
    "boards": {"task": "live.tasks.recompute_boards", "schedule": 3600.0},
    "stock": {"task": "live.tasks.refresh_stock", "schedule": 180.0, "options": {"expires": 180}},
    "learn-days": {"task": "live.tasks.learn_days", "schedule": 3600.0, "options": {"expires": 3600}},
    "dispatch": {"task": "imports.tasks.refresh_dispatch", "schedule": 180.0, "options": {"expires": 180}},
    "forget-addresses": {"task": "imports.tasks.forget_addresses_of_shipped", "schedule": 86_400.0},
    "alerts": {"task": "live.tasks.check_alerts", "schedule": 60.0, "options": {"expires": 60}},
    "prepare-reviews": {"task": "review.tasks.prepare_waiting", "schedule": 30.0, "options": {"expires": 30}},
    "revise-reviews": {"task": "review.tasks.revise_reviews", "schedule": 3600.0, "options": {"expires": 3600}},
    "report-stages": {"task": "review.tasks.report_stages", "schedule": 300.0, "options": {"expires": 300}},
    "follow-sales": {"task": "review.tasks.follow_sales", "schedule": 300.0, "options": {"expires": 300}},
    "count-months": {"task": "review.tasks.count_months", "schedule": 3600.0, "options": {"expires": 3600}},
    "thin-boards": {"task": "live.tasks.thin_boards", "schedule": 86_400.0},
}
