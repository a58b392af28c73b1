"""What the domain may ask of the running program without knowing Flask: a configured value, a rendered text."""

from typing import Any

from flask import current_app, render_template


def configured(name: str) -> Any:
    """Return a value of the checked environment (config.py), by its name in upper case."""
    return current_app.config[name]


def rendered(template: str, **values: Any) -> str:
    """Fill in a template; `.html` escapes what it is given, `.txt` does not."""
    return render_template(template, **values)
