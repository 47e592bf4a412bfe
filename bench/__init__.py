"""Benchmarks: what a million lines cost, as ratios against floors measured in the same run."""
