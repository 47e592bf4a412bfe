"""What machine a table was made on."""

import os
import platform
import resource
import sys
from pathlib import Path


def describe() -> str:
    """Return processor, cores, memory, system and interpreter in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.1f} GB memory, {platform.system()} {platform.release()},"
        f" Python {platform.python_version()}"
    )


def load() -> str:
    """Return the load averages of one, five and fifteen minutes: what else ran here."""
    return " ".join(f"{value:.2f}" for value in os.getloadavg())


def peak_mb() -> float:
    """Return the most memory this process ever held, in MB of a million bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    names = (
        [line.split(":")[1].strip() for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        if cpuinfo.exists()
        else []
    )
    return names[0] if names else platform.processor() or platform.machine()
