"""The screens of ``moneyloop review``; the only package that knows textual."""
