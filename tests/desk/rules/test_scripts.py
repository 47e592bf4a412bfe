"""Scripts: filling is exact, finds every field, and never reads a value for fields; the default set holds its own rules."""

from hypothesis import given
from hypothesis import strategies as st

from desk.models import Situation
from desk.rules.first_scripts import FIRST_SCRIPTS, LANGUAGES
from desk.rules.scripts import KNOWN_FIELDS, LONGEST, fields_of, fill, script_problem, unfilled

PLAIN = st.text(st.characters(exclude_characters="{}", exclude_categories=("Cs",)), max_size=30)
PIECES = st.lists(st.tuples(PLAIN, st.sampled_from(KNOWN_FIELDS)), max_size=6)
VALUES = st.dictionaries(st.sampled_from(KNOWN_FIELDS), st.text(max_size=20))


def written(pieces, end):
    return "".join(f"{plain}{{{name}}}" for plain, name in pieces) + end


@given(PIECES, PLAIN, VALUES)
def test_filling_puts_each_value_in_once_and_leaves_the_rest(pieces, end, values):
    told = fill(written(pieces, end), values)
    assert told == "".join(plain + values.get(name, f"{{{name}}}") for plain, name in pieces) + end


@given(PIECES, PLAIN)
def test_fields_are_found_once_each_in_order(pieces, end):
    assert list(fields_of(written(pieces, end))) == list(dict.fromkeys(name for _plain, name in pieces))


@given(PIECES, PLAIN, VALUES)
def test_what_is_unfilled_has_no_value(pieces, end, values):
    text = written(pieces, end)
    assert set(unfilled(text, values)) == {name for _plain, name in pieces if not values.get(name)}


@given(st.text(st.sampled_from("{}ab \n{}buyer"), max_size=40))
def test_what_is_accepted_has_only_known_fields_and_no_brace_is_left_when_it_is_filled(text):
    if script_problem(text) is None:
        assert set(fields_of(text)) <= set(KNOWN_FIELDS)
        assert not set(fill(text, dict.fromkeys(KNOWN_FIELDS, "x"))) & set("{}")


def test_what_is_refused():
    assert script_problem(" ").code == "empty"
    assert script_problem("x" * (LONGEST + 1)).code == "long"
    assert script_problem("half {buyer").code == "brace"
    assert script_problem("nothing in {} here").code == "brace"
    assert script_problem("{buyr} and {amont} and {buyer}").names == ("buyr", "amont")


def test_the_default_set_says_nothing_wrong_and_covers_every_situation_in_both_languages():
    assert len({one.code for one in FIRST_SCRIPTS}) == len(FIRST_SCRIPTS)
    assert {one.situation for one in FIRST_SCRIPTS} == set(Situation.values)
    for one in FIRST_SCRIPTS:
        for language in LANGUAGES:
            assert script_problem(one.text_in(language)) is None, one.code
            assert 0 < len(one.title_in(language)) <= 80
        assert set(fields_of(one.text_zh)) <= set(fields_of(one.text)) | {"buyer", "shop"}, one.code


def test_nobody_is_threatened():
    for one in FIRST_SCRIPTS:
        assert not any(word in one.text.lower() for word in ("must pay", "or else", "will be cancelled", "last chance"))
        if one.situation == Situation.UNPAID:
            assert "?" in one.text, one.code
            assert "？" in one.text_zh, one.code
