"""The sentences in Chinese keep the numbers of the English ones."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

from live.rules.sentence import KINDS

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates" / "live").glob("*.html"))
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{\{\s*(\w+)\s*\}\}")


def entries():
    """Yield the translated entries that come from the board, where the catalogue is there."""
    for path in sorted(ROOT.glob("locale/zh_Hans/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(path)):
            if any("templates/live/" in file or file.startswith("live/") for file, _line in entry.occurrences):
                yield entry


def names(text: str) -> set[str]:
    return {first or second for first, second in PLACEHOLDER.findall(text)}


def test_every_kind_of_sentence_has_its_words():
    template = (ROOT / "templates" / "live" / "_sentence.html").read_text()
    fallback = {"no_data"}
    assert {kind for kind in KINDS if f'"{kind}"' not in template} == fallback


def test_chinese_keeps_the_placeholders():
    for entry in entries():
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                assert names(text) == names(entry.msgid_plural or entry.msgid), entry.msgid


@pytest.mark.parametrize("path", TEMPLATES, ids=[path.name for path in TEMPLATES])
def test_plural_forms_name_the_same_numbers(path):
    for forms in re.findall(r"blocktranslate count.*?%\}(.*?)\{% plural %\}(.*?)\{% endblocktranslate", path.read_text(), re.S):
        assert names(forms[0]) == names(forms[1])
