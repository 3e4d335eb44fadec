"""Nothing is seen without a log-in, unless its view says so (默认须登录)."""

from django.contrib.auth.middleware import LoginRequiredMiddleware


class LoginRequired(LoginRequiredMiddleware):
    """Deny by default; views marked `login_not_required` are open."""
