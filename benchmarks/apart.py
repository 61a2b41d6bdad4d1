"""Runs a job in a process of its own, so that the memory it takes is its own and it can be stopped."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
_MEBIBYTE: Final = 2**20


class StoppedError(Exception):
    """A job took longer than it may."""


def apart(
    module: str, job: Mapping[str, Any], *, assets: Path | None = None, limit: float | None = None
) -> Any:
    """Run a module of the benchmarks in another process: it reads a job as JSON and writes an answer as JSON.

    Args:
        module: its name.
        job: the job.
        assets: the folder of the assets, if not the project's own.
        limit: seconds after which the process is stopped.

    Raises:
        StoppedError: the process was stopped.
        SystemExit: it failed; what it said stands on stderr.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env={**os.environ, **({"MONEYLOOP_ASSETS": str(assets)} if assets else {})},
            input=json.dumps(job),
            stdout=subprocess.PIPE,
            text=True,
            check=False,
            timeout=limit,
        )
    except subprocess.TimeoutExpired as error:
        raise StoppedError(f"stopped after {limit:.0f} s") from error
    if done.returncode:
        sys.exit(f"benchmarks: {module} failed with exit status {done.returncode}")
    return json.loads(done.stdout)


def peak() -> float:
    """Return the most resident memory that this process has had, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (_MEBIBYTE if sys.platform == "darwin" else 1024)
