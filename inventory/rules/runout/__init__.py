"""Minutes to zero: how fast pieces go, how sure that is, and when the last one is gone (playbook L4, F10)."""
