"""What every page needs (页面公共内容)."""

from typing import Any

from django.http import HttpRequest


def chrome(request: HttpRequest) -> dict[str, Any]:
    """The city's name and the menu."""
    return {}
