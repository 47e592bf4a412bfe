"""Alerts that respect people, as plain arithmetic: when an incident opens, gets worse and ends; when and how a message may go."""
