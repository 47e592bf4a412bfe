"""RUN. Target against actual, hour by hour."""
