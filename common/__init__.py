"""Words shared by all apps: money, time windows, bulk loading, charts, permissions."""
