"""Scripts to begin with: the default set in both languages."""

from typing import Any

from django.db import migrations

from desk.rules.first_scripts import FIRST_SCRIPTS, LANGUAGES


def begin(apps: Any, schema_editor: Any) -> None:
    """Make the scripts."""
    script = apps.get_model("desk", "Script")
    for place, one in enumerate(FIRST_SCRIPTS, 1):
        for language in LANGUAGES:
            script.objects.using(schema_editor.connection.alias).get_or_create(
                code=one.code,
                language=language,
                defaults={
                    "title": one.title_in(language),
                    "situation": one.situation,
                    "text": one.text_in(language),
                    "tiers": list(one.tiers),
                    "place": place * 10,
                },
            )


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_scripts")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
