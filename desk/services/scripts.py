"""Writes on scripts: keep one, take one away, set back to the default set, bring a table of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import record
from desk.models import Script
from desk.rules.first_scripts import FIRST_SCRIPTS, LANGUAGES, FirstScript, first_script
from desk.rules.scripts import script_problem

FIELDS = ("title", "situation", "language", "tiers", "text", "is_active", "place")


class ScriptError(ValueError):
    """A script that cannot be kept; `code` and `names` are those of `desk.rules.scripts.ScriptProblem`."""

    def __init__(self, code: str, names: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code, self.names = code, names


@transaction.atomic
def save_script(*, actor: User | None, script: Script | None, told: Mapping[str, Any]) -> Script:
    """Keep a script, a new one where `script` is None; `told` has all of FIELDS. Raises ScriptError for what cannot be said."""
    problem = script_problem(told["text"])
    if problem is not None:
        raise ScriptError(problem.code, problem.names)
    row = script or Script()
    before = _values(row) if script else None
    for name in FIELDS:
        setattr(row, name, told[name])
    if before != _values(row):
        row.save()
        _record(actor, row, before)
    return row


@transaction.atomic
def drop_script(*, actor: User, script: Script) -> None:
    """Take a script away; one of the default set comes back when the set is set back."""
    record(actor=actor, action="script.drop", target=f"script {script.title}", before=_values(script))
    script.delete()


@transaction.atomic
def reset_script(*, actor: User, script: Script) -> Script:
    """Set one script of the default set back to what it was; one of the shop's own stays as it is."""
    first = first_script(script.code)
    if first is None:
        return script
    return save_script(actor=actor, script=script, told=_of_set(first, script.language))


@transaction.atomic
def reset_scripts(*, actor: User | None) -> int:
    """Set the whole default set back, in both languages; scripts of the shop's own stay. Returns how many changed."""
    count = 0
    known = {(row.code, row.language): row for row in Script.objects.exclude(code="")}
    for one in FIRST_SCRIPTS:
        for language in LANGUAGES:
            row, told = known.get((one.code, language)), _of_set(one, language)
            if row is None:
                _record(actor, Script.objects.create(code=one.code, **told), None)
                count += 1
            elif _values(row) != told:
                save_script(actor=actor, script=row, told=told)
                count += 1
    return count


@transaction.atomic
def import_scripts(*, actor: User, rows: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """Keep scripts from a table that was checked; return how many are new and how many changed.

    A row is known again by its code and language, else by title and language; the same table twice changes nothing.
    """
    new = changed = 0
    every = list(Script.objects.all())
    by_code = {(row.code, row.language): row for row in every if row.code}
    by_title = {(row.title, row.language): row for row in reversed(every)}
    for told in rows:
        code, key = str(told.get("code", "")), (told["title"], told["language"])
        known = (by_code.get((code, told["language"])) if code else None) or by_title.get(key)
        before = _values(known) if known else None
        kept = save_script(actor=actor, script=known, told={name: told[name] for name in FIELDS})
        by_title[key] = kept
        new += before is None
        changed += before is not None and before != _values(kept)
    return new, changed


def _of_set(first: FirstScript, language: str) -> dict[str, Any]:
    place = next(place for place, one in enumerate(FIRST_SCRIPTS, 1) if one.code == first.code)
    return {
        "title": first.title_in(language),
        "situation": first.situation,
        "language": language,
        "tiers": list(first.tiers),
        "text": first.text_in(language),
        "is_active": True,
        "place": place * 10,
    }


def _values(row: Script) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS}


def _record(actor: User | None, row: Script, before: dict[str, Any] | None) -> None:
    after = _values(row)
    changed = {name for name in FIELDS if before is None or before[name] != after[name]}
    record(
        actor=actor,
        action="script.save",
        target=f"script {row.title}",
        before=None if before is None else {name: before[name] for name in FIELDS if name in changed},
        after={name: after[name] for name in FIELDS if name in changed},
    )
