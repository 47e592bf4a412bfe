"""What the desk keeps: scripts."""

from desk.models.scripts import Script, ScriptLanguage, Situation

__all__ = ["Script", "ScriptLanguage", "Situation"]
