"""What the desk keeps: scripts, and who looked whom up."""

from desk.models.lookups import LookUp, LookUpDoor, LookUpKind
from desk.models.scripts import Script, ScriptLanguage, Situation

__all__ = ["LookUp", "LookUpDoor", "LookUpKind", "Script", "ScriptLanguage", "Situation"]
