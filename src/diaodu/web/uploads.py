"""What is sent in is bounded before it is read (上传上限)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, QueryDict

from diaodu.web.pages import errors


class Bounded:
    """A request that says it is too long, or does not say how long, is answered without reading it (限长)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if length(request) > settings.REQUEST_LIMIT_BYTES:
            return errors.too_long(request)
        if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
            return errors.without_length(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """PostgreSQL keeps no NUL, and nobody types one; the open interface says so in its own way."""
        if getattr(view, "by_token", False) or not (told(request.GET) or told(request.POST)):
            return None
        return errors.wrong(request, BadRequest("NUL"))


class Counted(FileUploadHandler):
    """Counts what is really sent, all files together (计量), and stops before it fills the disk."""

    total = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.total += len(raw_data)
        if self.total > settings.REQUEST_LIMIT_BYTES:
            self._clear()
            raise RequestDataTooBig("more was sent than may be")
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        return None

    def _clear(self) -> None:
        """What has reached the disk goes at once: the parser leaves it where an error ends it."""
        for handler in self.request.upload_handlers if self.request else ():
            handler.upload_interrupted()


def told(given: QueryDict) -> bool:
    """Whether a NUL is among what was sent (空字符)."""
    return any("\x00" in text for name, texts in given.lists() for text in (name, *texts))


def length(request: HttpRequest) -> int:
    """How long a request says it is (自报长度)."""
    given = request.META.get("CONTENT_LENGTH") or ""
    return int(given) if given.isdecimal() else 0
