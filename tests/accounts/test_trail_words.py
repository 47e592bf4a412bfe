"""The trail speaks in words: whatever any code records has its label."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.translation import override

from accounts import queries
from accounts.roles import Role
from accounts.services import change_staff, record
from accounts.trail import changes
from accounts.trail_words import ACTIONS

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "accounts",
    "campaigns",
    "common",
    "customers",
    "desk",
    "dispatch",
    "imports",
    "inventory",
    "live",
    "metrics",
    "orders",
    "promo_planner",
    "rehearsal",
    "review",
)
PREFIXED = {"changing", "keep_first", "set_prices"}  # campaigns: these write `campaign.<action>`
POSITIONAL = {"_audit", "_record_place"}  # these take the action third
BY_KIND = {"campaign.audit", "campaign.evidence", "campaign.price_check", "campaign.replay"}  # written by the kind of the report


def recorded() -> Iterator[tuple[str, str]]:
    """Give every action written in the code, with the place; one that is put together elsewhere comes as ""."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(call, ast.Call):
                    continue
                name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                given = next((word.value for word in call.keywords if word.arg == "action"), None)
                if name in POSITIONAL:
                    given = call.args[2]
                if name in {"record", *POSITIONAL} or (name in PREFIXED and given is not None):
                    for one in [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]:
                        text = one.value if isinstance(one, ast.Constant) else ""
                        text = f"campaign.{text}" if text and name in PREFIXED else text
                        yield f"{path.relative_to(ROOT)}:{call.lineno}", str(text)


def test_every_recorded_action_has_a_label_and_every_label_an_action():
    found = list(recorded())
    written = {action for _place, action in found if action}
    assert len(written) > 20
    assert [(place, action) for place, action in found if action and action not in ACTIONS] == []
    assert set(ACTIONS) - written - BY_KIND == set()
    # What is put together from a parameter: the wrappers, and the pass through them.
    assert {place.split(":")[0] for place, action in found if not action} <= {
        "imports/services.py",
        "campaigns/services/versions.py",
        "campaigns/services/offers.py",
        "campaigns/services/prices.py",
        "campaigns/services/reports.py",
        "campaigns/services/shifts.py",
    }


@pytest.mark.django_db
def test_the_page_reads_in_both_languages(client_as, person):
    client = client_as(Role.BOSS)
    change_staff(actor=client.user, user_id=person(Role.SERVICE, username="li").pk, role=Role.WAREHOUSE, is_active=False)
    page = client.get("/audit/").text
    for words in ("Changed a role or an account", "user li", "<dt>Role</dt>", "Customer service", "Warehouse", "May sign in"):
        assert words in page
    assert "staff.change" not in page
    assert "is_active" not in page
    page = client.get("/audit/", headers={"accept-language": "zh-hans"}).text
    assert "staff.change" not in page
    with override("zh-hans"):
        assert [line.entry.action for line in queries.audit_trail(about=str(ACTIONS["staff.change"])).lines] == ["staff.change"]


@pytest.mark.django_db
def test_amounts_and_moments_are_written_for_people():
    record(actor=None, action="campaign.change", target="campaign 1 100% 双11", after={"revenue_target_minor": 1_800_000_050})
    record(actor=None, action="campaign.change", target="campaign 1", after={"starts_at": "2026-11-10T16:00:00+00:00"})
    with override("en"):
        moment, amount = queries.audit_trail().lines
        target = amount.target
    assert amount.first[0].after == "18,000,000.50"
    assert "2026" in moment.first[0].after
    assert "T16" not in moment.first[0].after
    assert target == "campaign 1 100% 双11"


def test_phases_and_stages_are_written_in_words_and_rows_of_another_shape_as_they_are():
    phases = [["opening", "opening", 2995872, 2995881, 2500], ["Night of the fans", "", 2995881, 2995887, 7550]]
    stages = {"live": ["2026-12-17T16:00:00+00:00", "2026-12-18T16:00:00+00:00"]}
    with timezone.override("Asia/Shanghai"):
        told = changes(None, {"phases": phases, "stages": stages})
    assert (told[0].full or told[0].after) == "Opening 0:00 to 1:30 25%, Night of the fans 1:30 to 2:30 75.5%"
    assert (told[1].full or told[1].after) == "Live 0:00, 18 Dec to 0:00, 19 Dec"
    assert changes(None, {"phases": [[1, 2]]})[0].after == "1, 2"
