"""Pages of alerts: incidents, watches, channels, dead letters."""
