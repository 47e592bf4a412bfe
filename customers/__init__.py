"""Buyers, persons, tiers and look-up."""
