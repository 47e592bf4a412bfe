"""The repository agrees with itself: templates, words in both languages, migrations, the arrow, colours, strict pages.

An exemption needs a written reason.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from orders.fields import KeyField

BASE = Path(settings.BASE_DIR)
TEMPLATES = BASE / "templates"
STATIC = BASE / "static"
CATALOGUE = BASE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
LAYERS = tomllib.loads((BASE / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
APPS = ["promo_planner", *(app for layer in LAYERS for app in layer.split(" | "))]

USED_BY_NAME = {
    "400.html": "Django shows it for a damaged request.",
    "403.html": "Django shows it where a role may not come in.",
    "403_csrf.html": "Django shows it for a page that is too old to be sent.",
    "404.html": "Django shows it where there is no page.",
    "500.html": "Django shows it when a view breaks.",
}
NOT_TRANSLATED = {
    "Promo Planner": "the name of the program",
    "English": "each language is offered in its own words",
    "中文": "each language is offered in its own words",
    "Authorization: Token pp_…": "written by programs",
    "CSV": "a kind of file",
    "XLSX": "a kind of file",
    "PNG": "a kind of file",
    "is-panel": "a class of the body",
    "Ctrl K": "written on the keys",
    "Enter": "written on the key",
    "Esc": "written on the key",
    "更多": "the Chinese word beside the English one",
}
VALUE = re.compile(r"%\(\w+\)\w|\{\w+\}")
WRITES_MARKUP = {
    "campaigns.js": "copies the empty row the page itself brought",
    "imports.js": "puts a card of our own server in, which escapes its words",
}


def templates():
    return sorted(path for path in TEMPLATES.rglob("*.html"))


def style_sheets():
    return sorted(path for path in STATIC.glob("*.css"))


def sources():
    return [path for app in APPS for path in (BASE / app).rglob("*.py") if "migrations" not in path.parts]


def short(path):
    return str(path.relative_to(BASE))


# ---- Templates ----


def test_every_template_is_used():
    told = "\n".join(path.read_text() for path in [*sources(), *templates()])
    told = re.sub(r"{% comment %}.*?{% endcomment %}", "", told, flags=re.S)
    unused = [
        name for path in templates() if not re.search(rf"""["']{re.escape(name := str(path.relative_to(TEMPLATES)))}["']""", told)
    ]
    assert sorted(set(unused) - set(USED_BY_NAME)) == []


@pytest.mark.parametrize("path", templates(), ids=short)
def test_a_template_holds_no_style_script_or_handler_of_its_own(path):
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"""\s(on[a-z]+|hx-on[:\w-]*)\s*=\s*["']""", text)
    assert not re.search(r"javascript:", text)
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in tag or 'type="application/json"' in tag, tag
    assert not re.search(r"""(fill|stroke|color|bgcolor)=["']#""", text)
    assert not re.search(r"""(src|href)=["'](https?:)?//""", text), "nothing is fetched from elsewhere"


@pytest.mark.parametrize("path", templates(), ids=short)
def test_files_a_template_asks_for_exist(path):
    for name in re.findall(r"""{%\s*static\s+["']([^"']+)["']""", path.read_text()):
        assert finders.find(name), name


def words_outside_tags(text):
    """Return what a reader would see that no translation tag holds."""
    for block in ("comment", "blocktranslate", "blocktrans"):
        text = re.sub(rf"{{%\s*{block}\b.*?{{%\s*end{block}\s*%}}", " ", text, flags=re.S)
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", text, flags=re.S)
    shown = re.findall(r"""\s(?:aria-label|title|placeholder|alt)=["']([^"']*)["']""", text)
    text = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>", " ", text, flags=re.S)
    shown += re.split(r"<[^>]*>", text)
    return [" ".join(part.split()) for part in shown]


@pytest.mark.parametrize("path", templates(), ids=short)
def test_every_word_of_a_template_can_be_translated(path):
    for words in words_outside_tags(path.read_text()):
        rest = words
        for known in NOT_TRANSLATED:
            rest = rest.replace(known, "")
        assert not re.search(r"[^\W\d_]{2,}", rest), words


# ---- Words in both languages ----


@cache
def extracted(folder):
    """Return every message of the sources, as makemessages finds them."""
    if not shutil.which("xgettext"):
        if os.environ.get("CI"):
            pytest.fail("CI needs gettext.")
        pytest.skip("gettext is not on this machine (Debian: apt install gettext).")
    copy = Path(folder)
    for path in [*sources(), *templates()]:
        target = copy / path.relative_to(BASE)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    (copy / "locale").mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", "zh_Hans", "--no-location", "--verbosity", "0"],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return polib.pofile(str(copy / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))


@pytest.fixture(scope="module")
def messages(tmp_path_factory):
    return extracted(str(tmp_path_factory.mktemp("words")))


def key(entry):
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def texts(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_message_is_in_the_chinese_catalogue_and_no_other(messages):
    catalogue = {key(entry) for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}
    wanted = {key(entry) for entry in messages}
    assert sorted(wanted - catalogue) == [], "run manage.py makemessages -l zh_Hans and translate"
    assert sorted(catalogue - wanted) == [], "nobody says this any more"


def test_no_message_hides_in_an_f_string():
    """What reads the sources for the catalogue does not look into f-strings: such a message would stay English."""
    hidden = [
        f"{short(path)}, line {call.lineno}: {ast.unparse(call)}"
        for path in sources()
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", "gettext", "ngettext", "pgettext"}
    ]
    assert hidden == []


def test_every_entry_is_translated_and_nobody_guessed():
    for entry in polib.pofile(str(CATALOGUE)):
        if entry.obsolete:
            continue
        assert not entry.fuzzy, entry.msgid
        assert all(text.strip() for text in texts(entry)), entry.msgid


def test_translations_keep_the_names_of_their_values():
    for entry in polib.pofile(str(CATALOGUE)):
        if entry.obsolete:
            continue
        names = set(VALUE.findall(entry.msgid_plural or entry.msgid))
        for text in texts(entry):
            assert set(VALUE.findall(text)) == names, entry.msgid


def test_the_compiled_catalogue_is_that_of_its_text():
    said = {key(entry): texts(entry) for entry in polib.pofile(str(CATALOGUE)).translated_entries()}
    compiled = {key(entry): texts(entry) for entry in polib.mofile(str(CATALOGUE.with_suffix(".mo")))}
    assert compiled == said, "run manage.py compilemessages"


# ---- Models ----


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_foreign_keys_obey_the_arrow():
    height = {app: place for place, layer in enumerate(reversed(LAYERS)) for app in layer.split(" | ")}
    for model in apps.get_models(include_auto_created=True):
        here = model._meta.app_label
        if here not in height:
            continue
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            there = field.related_model._meta.app_label
            if there in height and there != here:
                assert height[there] < height[here], f"{model.__name__}.{field.name} points up or sideways to {there}"


# ---- Style sheets ----


@pytest.mark.parametrize("path", [path for path in style_sheets() if path.name != "tokens.css"], ids=short)
def test_colours_are_written_in_the_tokens_alone(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])|\b(?:rgba?|hsla?|oklch)\(", text) == []


@pytest.mark.parametrize("path", style_sheets(), ids=short)
def test_every_token_used_is_declared(path):
    declared = set(re.findall(r"(--[\w-]+)\s*:", (STATIC / "tokens.css").read_text() + path.read_text()))
    used = set(re.findall(r"var\((--[\w-]+)", path.read_text()))
    assert sorted(used - declared) == []


def test_scripts_hold_no_colours_and_call_nobody_outside():
    for path in STATIC.glob("*.js"):
        text = path.read_text()
        assert not re.search(r"""["']#[0-9a-fA-F]{3,8}["']""", text), path.name
        assert not re.search(r"""["'`](https?:)?//[a-z]""", text), path.name
        assert not re.search(r"\beval\(|new Function\(", text), path.name
        assert path.name in WRITES_MARKUP or not re.search(r"innerHTML\s*=|insertAdjacentHTML", text), path.name


@pytest.mark.django_db
def test_static_files_can_be_collected_for_production(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "static" / "staticfiles.json").exists()


JOINED_BY = {"order_no", "line_no", "buyer_key", "sku"}
# A review keeps the words of its file, and is found by its own number.
OWN_WORDS = {"BuyerReview"}


def test_what_tables_are_joined_by_is_compared_by_bytes_in_all_of_them():
    """PostgreSQL leaves an index aside where the two sides of a join differ in collation: so each import read all orders."""
    others = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__name__ not in OWN_WORDS
        for field in model._meta.get_fields()
        if field.name in JOINED_BY and not isinstance(field, KeyField)
    ]
    assert others == []
