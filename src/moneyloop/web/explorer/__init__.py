"""The explorer: a page on which a person sees the money go round, and the JSON that it is made of."""

from moneyloop.web.explorer.routes import routes

__all__ = ["routes"]
