"""Charts of dispatch: rows to plotly dicts."""
