"""What holds for every test."""

from hypothesis import settings

settings.register_profile("moneyloop", deadline=None)
settings.load_profile("moneyloop")
