import hashlib
import re
from pathlib import Path

from django.conf import settings
from plotly.offline import get_plotlyjs_version

VENDOR = Path(settings.BASE_DIR) / "static" / "vendor"
ROWS = re.findall(r"^\| (\S+) \| .* \| (\S+) \| \S+ \| ([0-9a-f]{64}) \|$", (VENDOR / "VENDORED.md").read_text(), re.M)


def test_every_vendored_file_stands_in_the_table_with_its_sum():
    assert {name for name, _version, _sum in ROWS} == {path.name for path in VENDOR.iterdir()} - {"VENDORED.md"}
    for name, version, digest in ROWS:
        assert version in name
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, name


def test_plotly_py_checks_figures_for_the_bundle_we_ship():
    assert f"plotly-basic-{get_plotlyjs_version()}.min.js" in {name for name, _version, _sum in ROWS}


def test_htmx_is_the_one_of_django_htmx():
    import django_htmx

    shipped = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
    assert shipped.read_bytes() == (VENDOR / "htmx-2.0.10.min.js").read_bytes()
