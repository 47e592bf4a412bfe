"""What may leave the warehouse: refund guard, scans, 72-hour clock, abnormal orders."""
