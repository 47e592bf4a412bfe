"""Writes of alerts: watches, the look of every minute, incidents, channels, messages."""

from live.services.alerts.channels import ask_test, drop_channel, open_again, rotate_channels, save_channel
from live.services.alerts.checking import check_alerts
from live.services.alerts.deliveries import deliver, retry_letter, waiting_channels
from live.services.alerts.digests import make_digests, release_quiet
from live.services.alerts.incidents import acknowledge, judge
from live.services.alerts.reports import Attached, tell_report
from live.services.alerts.watches import WatchDraft, drop_watch, lay_watches, reset_watch, save_watch

__all__ = [
    "Attached",
    "WatchDraft",
    "acknowledge",
    "ask_test",
    "check_alerts",
    "deliver",
    "drop_channel",
    "drop_watch",
    "judge",
    "lay_watches",
    "make_digests",
    "open_again",
    "release_quiet",
    "reset_watch",
    "retry_letter",
    "rotate_channels",
    "save_channel",
    "save_watch",
    "tell_report",
    "waiting_channels",
]
