"""Figures of products for `static/charts.js`, one file a topic."""
