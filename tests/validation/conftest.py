from __future__ import annotations

import pytest

from moneyloop.validation import Validator


@pytest.fixture(scope="session")
def validator() -> Validator:
    """A validator that knows no party but those of the data."""
    return Validator(parties=[])
