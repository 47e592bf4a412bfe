"""Scripts: the default set is there, unknown fields are refused with those there are, set back, in and out as a table."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.roles import Role
from desk.models import Script
from desk.rules.first_scripts import FIRST_SCRIPTS
from desk.rules.scripts import KNOWN_FIELDS
from desk.services import ScriptError, reset_scripts, save_script
from desk.words.fields import FIELDS

pytestmark = pytest.mark.django_db
TOLD = {
    "title": "Hello",
    "situation": "greeting",
    "language": "en",
    "tiers": "gold, silver",
    "text": "Good day {buyer}",
    "place": "5",
}


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_default_set_is_there_in_both_languages() -> None:
    assert Script.objects.count() == 2 * len(FIRST_SCRIPTS)
    assert reset_scripts(actor=None) == 0


def test_the_table_of_fields_names_every_field_in_order_also_in_the_documents() -> None:
    from pathlib import Path

    from django.conf import settings

    assert tuple(FIELDS) == KNOWN_FIELDS
    told = (Path(settings.BASE_DIR) / "docs/desk.md").read_text()
    assert all(f"`{{{name}}}`" in told for name in KNOWN_FIELDS)


def test_a_script_is_written_changed_and_taken_away(ops, client_as) -> None:
    assert client_as(Role.SERVICE).get(reverse("desk:script-new")).status_code == 403
    ops.post(reverse("desk:script-new"), TOLD | {"is_active": "on"})
    script = Script.objects.get(title="Hello")
    assert (script.tiers, script.place, script.is_active) == (["gold", "silver"], 5, True)
    ops.post(reverse("desk:script-edit", args=[script.pk]), TOLD | {"text": "Hello {shop}"})
    script.refresh_from_db()
    assert (script.text, script.is_active) == ("Hello {shop}", False)
    entry = AuditEntry.objects.filter(action="script.save").latest("pk")
    assert entry.after == {"text": "Hello {shop}", "is_active": False}
    assert "not in use" in text_of(ops.get(reverse("desk:scripts")))
    ops.post(reverse("desk:script-drop", args=[script.pk]))
    assert not Script.objects.filter(title="Hello").exists()


def test_an_unknown_field_is_refused_with_those_there_are(ops) -> None:
    answer = ops.post(reverse("desk:script-new"), TOLD | {"text": "Good day {buyr}"})
    assert answer.status_code == 422
    assert "There is no field {buyr}. Known are: {buyer}, {shop}," in text_of(answer)
    assert "A brace stands alone" in text_of(ops.post(reverse("desk:script-preview"), {"text": "half {buyer"}))
    assert "Good day sunny_1998" in text_of(ops.post(reverse("desk:script-preview"), {"text": "Good day {buyer}"}))
    assert "as the buyer reads it" in text_of(ops.post(reverse("desk:script-preview"), {"text": ""}))
    with pytest.raises(ScriptError) as refused:
        save_script(actor=None, script=None, told=TOLD | {"text": "{nope}", "tiers": [], "is_active": True})
    assert (refused.value.code, refused.value.names) == ("field", ("nope",))


def test_one_and_all_are_set_back_and_own_ones_stay(ops) -> None:
    script = Script.objects.get(code="greeting", language="en")
    ops.post(reverse("desk:script-edit", args=[script.pk]), TOLD)
    assert "Set it back" in text_of(ops.get(reverse("desk:script-edit", args=[script.pk])))
    ops.post(reverse("desk:script-reset", args=[script.pk]))
    script.refresh_from_db()
    assert script.title == "Greeting"
    own = save_script(actor=None, script=None, told=TOLD | {"tiers": [], "is_active": True})
    Script.objects.filter(code="greeting").delete()
    answer = ops.post(reverse("desk:scripts-reset"), follow=True)
    assert "2 scripts were set back." in text_of(answer)
    assert Script.objects.filter(pk=own.pk).exists()


def send(client, content: bytes):
    return text_of(client.post(reverse("desk:scripts-import"), {"file": SimpleUploadedFile("s.csv", content)}, follow=True))


def test_out_and_in_again_changes_nothing_and_a_change_changes_one(ops) -> None:
    save_script(
        actor=None,
        script=None,
        told=TOLD | {"title": "=Formula", "text": "=1, {buyer}\nsecond", "tiers": ["gold"], "is_active": False},
    )
    before = list(Script.objects.values())
    table = ops.get(reverse("desk:scripts-export"), {"format": "csv"}).content
    assert "0 new, 0 changed." in send(ops, table)
    assert list(Script.objects.values()) == before
    assert "0 new, 1 changed." in send(ops, table.replace(b"what may I do for you?", b"how may I help?", 1))
    assert ops.get(reverse("desk:scripts-export"), {"format": "xlsx"}).status_code == 200


def test_a_table_with_a_wrong_line_keeps_nothing(ops) -> None:
    before = Script.objects.count()
    good = "title,situation,language,text\nA,greeting,en,Hello\n"
    assert "Line 3: text: There is no field {nope}." in send(ops, (good + "B,greeting,en,{nope}\n").encode())
    assert "Line 2: situation:" in send(ops, b"title,situation,language,text\nA,dance,en,Hello\n")
    for wrong in (b"", b"\0\1", b"a,b\n1,2\n", b"title,situation,language,text\n,,,\n", b"\xff\xfe\xfd"):
        assert 'role="alert"' in send(ops, wrong) or "toast--error" in send(ops, wrong)
    assert Script.objects.count() == before
    assert "1 new, 0 changed." in send(ops, "title,situation,language,text\n你好,greeting,zh-hans,您好\n".encode("gb18030"))
