"""Figures of the plan for `static/charts.js`, one file a topic."""

from campaigns.charts.target import hourly_figure, running_figure

__all__ = ["hourly_figure", "running_figure"]
