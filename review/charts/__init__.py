"""The figures of the review, one topic a file."""

from review.charts.way import way_figure

__all__ = ["way_figure"]
