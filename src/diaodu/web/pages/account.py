"""Logging in and out, one's password, one's language (登录、密码、语言)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.i18n import set_language

from diaodu.bureau.audit.actions import record


class LogIn(views.LoginView):
    """The log-in page (登录)."""

    template_name = "account/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record("account.logged_in", form.get_user(), by=form.get_user())
        return response


class ChangePassword(views.PasswordChangeView):
    """Change one's own password (修改密码)."""

    template_name = "account/password.html"
    success_url = reverse_lazy("board")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record("account.password_changed", self.request.user, by=self.request.user)
        messages.success(self.request, _("密码已修改。"))
        return response


@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Change the language and come back (切换语言)."""
    return set_language(request)
