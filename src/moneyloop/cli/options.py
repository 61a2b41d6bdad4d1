"""What several commands share: arguments, options, the words of their help."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

HELP: Final = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Language(StrEnum):
    """The languages that questions and messages are written in."""

    ENGLISH = "en"
    FRENCH = "fr"
    HEBREW = "he"
    PERSIAN = "fa"
    ARABIC = "ar"


RIGHT_TO_LEFT: Final = frozenset({Language.HEBREW, Language.PERSIAN, Language.ARABIC})

Dataset = Annotated[Path, typer.Argument(metavar="DIR", help="A built dataset.", show_default=False)]
