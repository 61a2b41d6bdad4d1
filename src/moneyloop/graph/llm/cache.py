"""Keeps the answers of models, so that the same question is asked once."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from moneyloop.graph.llm.answer import Json

FOLDER: Final = "MONEYLOOP_CACHE"
"""Environment variable that names another folder for the cache."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; ``complete`` is false if it broke off at the limit of its length."""

    text: str
    complete: bool


class Cache:
    """Replies as small files, each named by a hash of everything the reply depends on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, question: Json) -> Reply | None:
        """Return the reply to a question, or None if there is none that can be read."""
        try:
            return Reply(**json.loads(self._path(question).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def put(self, question: Json, reply: Reply) -> None:
        """Keep a reply; whoever reads meanwhile sees all of it or nothing. A full disk keeps nothing."""
        path = self._path(question)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False
            ) as file:
                try:
                    json.dump(asdict(reply), file, ensure_ascii=False)
                    file.close()
                    Path(file.name).replace(path)
                except BaseException:
                    Path(file.name).unlink(missing_ok=True)
                    raise

    def _path(self, question: Json) -> Path:
        digest = sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()
        return self._folder / digest[:2] / f"{digest}.json"


def default_folder() -> Path:
    """Return the folder of the cache: that of the environment, or the usual one of the system."""
    named = os.environ.get(FOLDER)
    if named:
        return Path(named) / "llm"
    from platformdirs import user_cache_path

    return user_cache_path("moneyloop") / "llm"
