"""What must hold for the repository as a whole."""

import ast
import hashlib
import os
import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
LONGEST_FILE = 500
# An exemption needs a reason.
LONG_FILES: dict[str, str] = {}


def tracked(*patterns: str) -> list[Path]:
    """Return the files git tracks or would track."""
    out = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / line for line in out.splitlines() if (ROOT / line).is_file()]


def read_by_settings() -> set[str]:
    """Return the names of all variables that the settings read from the environment."""
    tree = ast.parse((ROOT / "promo_planner/settings.py").read_text())
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            if node.func.value.id == "env" and node.args and isinstance(node.args[0], ast.Constant):
                names.add(str(node.args[0].value))
            if node.func.value.id == "env" and node.func.attr == "db_url" and not node.args:
                names.add("DATABASE_URL")
    return names


def test_env_example_lists_every_setting_and_nothing_else():
    listed = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    only_compose = {"POSTGRES_PASSWORD"}
    assert listed - only_compose == read_by_settings()


def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_compose_sets_only_what_settings_read():
    allowed = read_by_settings() | {"REMAP_SIGTERM"}
    for name in ("web", "worker", "beat", "migrate"):
        assert set(compose()["services"][name]["environment"]) <= allowed
    used = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    listed = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert used <= listed


NOT_OF_COMPOSE = {
    "DEBUG": "never in the full stack",
    "STATIC_ROOT": "lies in the image, which names it",
    "WATCHED_DIR": "lies in the volume, under DATA_DIR",
}


def test_what_env_example_offers_reaches_the_containers():
    """Compose reads .env for its own variables alone: what it does not hand on would be said there and never heard."""
    handed_on = compose()["services"]["web"]["environment"]
    assert read_by_settings() - set(handed_on) == set(NOT_OF_COMPOSE)
    for name, value in handed_on.items():
        assert name in {"DATA_DIR", "DATABASE_URL", "REDIS_URL"} or value.startswith(f"${{{name}:"), name
    for name in ("worker", "beat", "migrate"):
        assert handed_on.items() <= compose()["services"][name]["environment"].items(), name


def test_no_secret_stands_in_the_stack_or_in_the_image():
    """Keys and passwords come from the environment, and the file that holds them is not copied into the image."""
    secret = re.compile(r"SECRET|PASSWORD|KEY|TOKEN")
    for service in compose()["services"].values():
        for name, value in (service.get("environment") or {}).items():
            assert not secret.search(name) or re.fullmatch(r"\$\{\w+:(-|\?.*)\}", value), name
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".env", "var", ".git"} <= set(ignored)
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert not re.search(r"^(ENV|ARG).*(SECRET|PASSWORD|KEY|TOKEN)", dockerfile, re.M)


def test_the_image_holds_every_app_and_what_they_need():
    """All is copied but what .dockerignore names, and no app, template, static file or catalogue may be among that."""
    from django.apps import apps

    dockerfile = (ROOT / "Dockerfile").read_text()
    assert "\nCOPY . .\n" in dockerfile
    assert dockerfile.index("COPY requirements.txt") < dockerfile.index("pip install") < dockerfile.index("COPY . .")
    ours = {Path(app.path).relative_to(ROOT).parts[0] for app in apps.get_app_configs() if Path(app.path).parent == ROOT}
    assert {"desk", "dispatch", "review", "customers"} <= ours
    ignored = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    for name in (*ours, "templates", "static", "locale", "manage.py", "requirements.txt"):
        assert (ROOT / name).exists()
        assert [line for line in ignored if fnmatch(name, line)] == [], name


def test_no_pinned_package_is_built_where_the_image_has_no_compiler():
    """The slim image has neither compiler nor headers: what is native must come as a wheel, told by what is installed here."""
    native = ("cryptography", "numpy", "scipy", "pandas", "pyarrow", "psycopg-binary", "python-calamine")
    pins = (ROOT / "requirements.txt").read_text().lower()
    for name in native:
        assert re.search(rf"^{name}==", pins, re.M), name
        assert "manylinux" in (distribution(name).read_text("WHEEL") or "") or sys.platform != "linux", name


def test_compose_has_the_full_stack_with_health_checks_volumes_and_one_image():
    services = compose()["services"]
    assert set(services) == {"migrate", "web", "worker", "beat", "postgres", "redis"}
    for name in ("web", "worker", "beat", "postgres", "redis"):
        assert services[name]["healthcheck"]["test"], name
    assert {services[name]["image"] for name in ("migrate", "web", "worker", "beat")} == {"promo-planner:0.1.0"}
    for name in ("web", "worker", "beat"):
        assert services[name]["volumes"] == ["data:/data"]
        assert services[name]["environment"]["DATA_DIR"] == "/data"
    assert set(compose()["volumes"]) == {"data", "postgres", "redis"}
    assert "noeviction" in services["redis"]["command"]
    assert "deploy" not in services["beat"], "exactly one beat"


def test_compose_addresses_fit_their_services():
    services = compose()["services"]
    environment = services["web"]["environment"]
    assert re.match(r"postgres://promo:.*@postgres:5432/promo$", environment["DATABASE_URL"])
    assert environment["REDIS_URL"] == "redis://redis:6379/0"
    assert services["postgres"]["environment"]["POSTGRES_USER"] == "promo"
    assert services["postgres"]["environment"]["POSTGRES_DB"] == "promo"
    dockerfile = (ROOT / "Dockerfile").read_text()
    port = re.search(r"^EXPOSE (\d+)$", dockerfile, re.M)
    assert port
    assert services["web"]["ports"] == [f"127.0.0.1:{port[1]}:{port[1]}"]
    assert f"0.0.0.0:{port[1]}" in dockerfile


def test_compose_runs_the_postgresql_that_ci_tests():
    """CI runs Debian 12's PostgreSQL 15 and Redis 7: the stack names the same major versions."""
    services = compose()["services"]
    assert services["postgres"]["image"].startswith("postgres:15-")
    assert services["redis"]["image"].startswith("redis:7-")
    assert "python:3.11-" in (ROOT / "Dockerfile").read_text()


def test_commands_in_compose_exist():
    from django.core.management import get_commands

    known = set(get_commands())
    services = compose()["services"]
    for service in services.values():
        for words in (service.get("command") or [], (service.get("healthcheck") or {}).get("test") or []):
            if "manage.py" in words:
                assert words[words.index("manage.py") + 1] in known
    for name in ("worker", "beat"):
        assert services[name]["command"][:4] == ["celery", "--app", "promo_planner", name]


def test_a_migration_of_data_names_its_database():
    """While the data move to PostgreSQL two databases are open: a migration that asks the default one would touch the old."""
    for path in tracked("*/migrations/*.py"):
        tree = ast.parse(path.read_text())
        if not any(isinstance(node, ast.Attribute) and node.attr == "RunPython" for node in ast.walk(tree)):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "objects":
                asked = ast.get_source_segment(
                    path.read_text(), next(p for p in ast.walk(tree) if getattr(p, "value", None) is node)
                )
                assert asked is not None
                assert asked.endswith(".objects.using"), f"{path.relative_to(ROOT)}, line {node.lineno}: {asked}"


def test_every_direct_dependency_has_its_reason():
    text = (ROOT / "pyproject.toml").read_text()
    block = text[text.index("dependencies = [") : text.index("[tool.setuptools]")]
    for line in block.splitlines():
        if line.strip().startswith('"'):
            assert re.search(r'",\s+# \S+', line), f"no reason: {line}"


def pins(name: str) -> dict[str, Requirement]:
    """Return the pinned packages of a compiled file, each of which must have hashes."""
    found = {}
    for line in re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text()):
        pinned, *hashes = line.split(" \\\n")
        assert hashes, pinned
        assert all("--hash=sha256:" in each for each in hashes), pinned
        requirement = Requirement(pinned)
        found[requirement.name.lower()] = requirement
    return found


@pytest.mark.parametrize(("name", "part"), [("requirements.txt", ""), ("requirements-dev.txt", "dev")])
def test_the_pins_are_what_is_asked_for(name, part):
    """`make lock` compiles them; who adds a line by hand instead forgets one of the files, an extra or a hash."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [Requirement(line) for line in [*project["dependencies"], *project["optional-dependencies"].get(part, [])]]
    pinned = pins(name)
    for one in asked:
        pin = pinned[one.name.lower()]
        (version,) = [each.version for each in pin.specifier if each.operator == "=="]
        assert one.specifier.contains(version), f"{one} is pinned as {pin}"
        assert one.extras <= pin.extras, f"{one} is pinned as {pin}"
    assert {str(pin) for pin in pins("requirements.txt").values()} <= {str(pin) for pin in pinned.values()}


def test_no_file_is_too_long():
    for path in tracked("*.py", "*.js", "*.html"):
        name = str(path.relative_to(ROOT))
        if "/migrations/" in name or "/vendor/" in name or name in LONG_FILES:
            continue
        # A full room is redesigned, or named in LONG_FILES with a reason.
        assert len(path.read_text().splitlines()) <= LONGEST_FILE, name


def test_no_word_of_the_place_where_it_was_built():
    forbidden = re.compile(r"(?<![\w.])/(work|root|tmp/pp)/|pypi\.org|files\.pythonhosted|registry\.npmjs|deb\.debian\.org")
    for path in tracked():
        if path.suffix in {".png", ".mo", ".gz", ".parquet", ".xlsx"} or "/vendor/" in str(path) or path == Path(__file__):
            continue
        found = forbidden.search(path.read_text(errors="ignore"))
        assert not found, f"{path.relative_to(ROOT)}: {found[0] if found else ''}"


@pytest.mark.shared
def test_no_real_file_is_committed():
    if not SHARED.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("the folder of real files is missing beside the project")
        pytest.skip("the folder of real files is not beside the project")
    real = {hashlib.sha256(p.read_bytes()).digest() for p in (SHARED / "data").rglob("*") if p.is_file()}
    for path in tracked():
        assert hashlib.sha256(path.read_bytes()).digest() not in real, path


def test_readme_fits_two_screens():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 110


# ---- What scripts/test-suites leaves out of a suite ----


@pytest.mark.parametrize("kind", ["worker", "browser"])
def test_every_test_of_a_kind_lies_in_the_folder_its_suite_runs(kind):
    marked = [path for path in tracked("tests/*.py") if f"pytest.mark.{kind}" in path.read_text() and path != Path(__file__)]
    assert marked
    assert [path for path in marked if ROOT / "tests" / kind not in path.parents] == []


def test_tests_of_rules_use_no_database():
    rules = [path for path in tracked("tests/*.py") if "rules" in path.parts]
    assert rules
    assert [path for path in rules if re.search(r"django_db|client|\bdb\b|transactional", path.read_text())] == []
