"""HTML as PDF, by a browser that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from moneyloop.errors import ReportError

_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_OPTIONS: Final = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_SECONDS: Final = 180


def browser() -> str:
    """Return the path of a browser that prints.

    Raises:
        ReportError: there is none.
    """
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise ReportError(
            "--pdf needs Chromium or Chrome on the PATH; install one, or print the HTML yourself"
        )
    return found


def print_pdf(page: str, out: Path, program: str) -> None:
    """Print a page into a file, in a browser that has no profile and no network.

    Raises:
        ReportError: the browser does not print it.
    """
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="moneyloop-report-", ignore_cleanup_errors=True) as profile:
        source, made = (Path(profile) / f"report.{end}" for end in ("html", "pdf"))
        source.write_text(page, encoding="utf-8")
        command = [program, *_OPTIONS, *root, f"--user-data-dir={profile}", f"--print-to-pdf={made}"]
        try:
            ended = subprocess.run(
                [*command, source.as_uri()],
                capture_output=True,
                timeout=_SECONDS,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired as error:
            raise ReportError(f"{program}: does not print within {_SECONDS} s; print the HTML") from error
        except OSError as error:
            raise ReportError(f"{program}: cannot be started ({error.strerror or error})") from error
        if ended.returncode or not made.is_file():
            said = ended.stderr.decode(errors="replace").strip().splitlines()
            raise ReportError(f"{program}: does not print the page: {said[-1] if said else ended.returncode}")
        shutil.copyfile(made, out)
