from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser
from plotly.offline import get_plotlyjs_version

pytestmark = pytest.mark.browser
BASE = Path(settings.BASE_DIR)
VENDOR = BASE / "static" / "vendor"
RULES = "(id) => [...document.getElementById(id).sheet.cssRules].map((rule) => rule.cssText)"


def test_the_style_sheet_holds_all_rules_the_bundle_would_add(chromium: Browser):
    version = get_plotlyjs_version()
    page = chromium.new_page()
    page.set_content('<div id="plot"></div>')
    page.add_script_tag(path=VENDOR / f"plotly-basic-{version}.min.js")
    page.evaluate("Plotly.newPlot('plot', [{y: [1, 2]}])")
    added = page.evaluate(RULES, "plotly.js-style-global")
    page.evaluate(
        "(css) => document.head.append(Object.assign(document.createElement('style'), {id: 'ours', textContent: css}))",
        (VENDOR / f"plotly-{version}.css").read_text(),
    )
    ours = page.evaluate(RULES, "ours")
    page.close()
    if added != ours:
        (BASE / "tests" / "artifacts").mkdir(exist_ok=True)
        (BASE / "tests" / "artifacts" / f"plotly-{version}.css").write_text("\n".join(added) + "\n")
    assert len(added) > 50
    assert added == ours
