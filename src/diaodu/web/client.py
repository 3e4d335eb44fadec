"""From where a request comes (请求来处)."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def address(request: HttpRequest) -> str:
    """The client's address (客户端地址).

    Behind `proxies:` proxies of our own it is what the outermost of them wrote down; what stands further left
    in the header was written by the client himself and says nothing.
    """
    peer = str(request.META.get("REMOTE_ADDR") or "")
    proxies = int(settings.CITY.get("proxies") or 0)
    told = [one.strip() for one in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    if not 0 < proxies <= len(told):
        return peer
    try:
        return str(ipaddress.ip_address(told[-proxies]))
    except ValueError:
        return peer


def came_from(request: HttpRequest) -> str:
    """The page of ours that a form was sent from (来自哪一页); the first page where that is not told."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return "/"
    parts = urlsplit(page)
    return parts.path + (f"?{parts.query}" if parts.query else "")
