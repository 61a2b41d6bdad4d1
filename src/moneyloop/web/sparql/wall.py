"""A wall around the query engine: in a thread behind it no socket can be opened.

Oxigraph asks the endpoint of any SERVICE, and has no switch for it. The text of a query is checked before
(`guard`); the wall holds if that check should ever read a text otherwise than the engine does. It is a
seccomp filter of the Linux kernel on the thread that runs the query; elsewhere there is the check alone.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import sys
from collections.abc import Callable
from functools import cache
from threading import Thread
from traceback import clear_frames
from typing import Final, TypeVar

Result = TypeVar("Result")
_ARCHITECTURES: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""By machine the audit number of its calls (linux/audit.h), and the number of ``socket``."""
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER, _ARCHITECTURE = 0, 4


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("then", ctypes.c_ubyte),
        ("otherwise", ctypes.c_ubyte),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


@cache
def stands() -> bool:
    """Whether this machine has the wall."""
    if sys.platform != "linux" or platform.machine() not in _ARCHITECTURES:
        return False
    try:
        _in_thread(_build)
    except OSError:
        return False
    return True


def behind(function: Callable[[], Result]) -> Result:
    """Return what a function returns that is called behind the wall.

    Raises:
        PermissionError: it tried to open a socket, and did not catch the error.
        Exception: whatever it raises.
    """
    walled = stands()

    def walled_in() -> Result:
        if walled:
            _build()
        return function()

    return _in_thread(walled_in)


def _in_thread(function: Callable[[], Result]) -> Result:
    returned: list[Result] = []
    raised: list[BaseException] = []

    def run() -> None:
        try:
            returned.append(function())
        except BaseException as error:
            # What the engine gives must end in the thread that it was made in.
            clear_frames(error.__traceback__)
            raised.append(error)

    thread = Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]
    return returned[0]


def _build() -> None:
    """Let the kernel refuse sockets to this thread from now on."""
    architecture, socket = _ARCHITECTURES[platform.machine()]
    steps = (_Step * 6)(
        _Step(_LOAD, 0, 0, _ARCHITECTURE),
        _Step(_EQUAL, 0, 2, architecture),
        _Step(_LOAD, 0, 0, _NUMBER),
        _Step(_EQUAL, 0, 1, socket),
        _Step(_RETURN, 0, 0, _ERROR | errno.EACCES),
        _Step(_RETURN, 0, 0, _ALLOW),
    )
    system = ctypes.CDLL(None, use_errno=True)
    program = _Program(len(steps), steps)
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or system.prctl(
        _SECCOMP, _FILTER, ctypes.byref(program), 0, 0
    ):
        raise OSError(ctypes.get_errno(), "the kernel does not take the filter against sockets")
