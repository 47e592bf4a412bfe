"""What is written at the desk: scripts, the log of look-ups."""

from desk.services.lookups import forget_lookups, note_card, note_search
from desk.services.scripts import ScriptError, drop_script, import_scripts, reset_script, reset_scripts, save_script

__all__ = [
    "ScriptError",
    "drop_script",
    "forget_lookups",
    "import_scripts",
    "note_card",
    "note_search",
    "reset_script",
    "reset_scripts",
    "save_script",
]
