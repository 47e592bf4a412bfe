"""The static files as `manage.py up` gathers and packs them, once for all suites: to pack them takes a core a dozen seconds."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.migrated import ROOT, alone

KEPT = ROOT / ".pytest_cache" / "static"
GATHER = "from promo_planner.startup import collect_static; collect_static()"


def static_root() -> Path:
    """Find, or make, the folder of packed files; what changed since the last time is packed anew. Nobody may change it."""
    with alone("static"), tempfile.TemporaryDirectory(prefix="promo-static-") as data_dir:
        environment = {**os.environ, "DATA_DIR": data_dir, "DATABASE_URL": "", "STATIC_ROOT": str(KEPT)}
        subprocess.run([sys.executable, "manage.py", "shell", "-v", "0", "-c", GATHER], cwd=ROOT, env=environment, check=True)
    return KEPT
