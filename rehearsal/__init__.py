"""REHEARSE. A day of a sale played through a copy that cannot touch the real one, with faults planted and a score at the end.

`rules` draw the day, plant the faults and judge what was seen; `services` keep the run and build the copy; `stage` is what runs
inside the copy: its clock, its walls, the files that come in, and who watches.
"""
