"""Names of documents: safe as file names, unique, independent of the order of the files."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from moneyloop.graph.documents.draft import Draft

_UNSAFE: Final = re.compile(
    r'[/\\:*?"<>|\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]'
)
_MAX_BYTES: Final = 180
_JOIN: Final = "__"


def safe(label: str) -> str:
    """Return a label as a name: at most 180 bytes of UTF-8, no slash, colon, control or leading dot."""
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", label)).strip()
    dots = len(name) - len(name.lstrip("."))
    name = "_" * dots + name[dots:] or "_"
    if len(name.encode()) <= _MAX_BYTES:
        return name
    digest = sha256(name.encode()).hexdigest()[:8]
    return name.encode()[: _MAX_BYTES - 9].decode("utf-8", "ignore") + "-" + digest


def unique_names(drafts: Sequence[Draft]) -> list[str]:
    """Return a name for each draft, in the same order.

    A draft is named by its label. Drafts that would share a name are told apart, all of them, by their
    folders below the common one, then by their files, then by numbers in the order of path and line. Names
    that differ in case only count as shared.
    """
    folder = _common_folder(drafts)
    choices = [_choices(draft, folder) for draft in drafts]
    level = [0] * len(drafts)
    while True:
        groups: defaultdict[str, list[int]] = defaultdict(list)
        for index, names in enumerate(choices):
            groups[names[level[index]].casefold()].append(index)
        raised = [
            i for group in groups.values() if len(group) > 1 for i in group if level[i] + 1 < len(choices[i])
        ]
        if not raised:
            break
        for index in raised:
            level[index] += 1
    names = [names[at] for names, at in zip(choices, level, strict=True)]
    _number(names, drafts, [group for group in groups.values() if len(group) > 1])
    return names


def _common_folder(drafts: Sequence[Draft]) -> str:
    folders = {os.path.abspath(draft.path.parent) for draft in drafts}  # noqa: PTH100 - resolves no links
    try:
        return os.path.commonpath(folders)
    except ValueError:
        return ""


def _choices(draft: Draft, common: str) -> list[str]:
    folder = os.path.abspath(draft.path.parent)  # noqa: PTH100 - resolves no links
    parts = [
        part for part in Path(os.path.relpath(folder, common) if common else folder).parts if part != "."
    ]
    file = draft.path.stem if draft.line is not None else None
    suffix = draft.path.suffix.lstrip(".") if draft.line is None else None
    last = [part for part in (file, draft.label, suffix) if part]
    return [safe(draft.label), safe(_JOIN.join([*parts, draft.label])), safe(_JOIN.join([*parts, *last]))]


def _number(names: list[str], drafts: Sequence[Draft], shared: list[list[int]]) -> None:
    taken = {name.casefold() for name in names}
    order = sorted(
        (i for group in shared for i in group), key=lambda i: (str(drafts[i].path), drafts[i].line or 0)
    )
    number: defaultdict[str, int] = defaultdict(int)
    for index in order:
        base = names[index]
        while True:
            number[base] += 1
            name = safe(f"{base}{_JOIN}{number[base]}")
            if name.casefold() not in taken:
                break
        taken.add(name.casefold())
        names[index] = name
