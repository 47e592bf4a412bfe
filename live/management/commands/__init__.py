"""`manage.py board`."""
