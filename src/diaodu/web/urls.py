"""Every address in the system."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from diaodu.web.pages import account, board

urlpatterns = [
    path("", board.board, name="board"),
    path("login/", account.LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", account.ChangePassword.as_view(), name="password"),
    path("language/", account.language, name="set_language"),
    *[
        path(f"{n}s/", board.board, name=f"{n}s")
        for n in ("indicator", "place", "finding", "document", "import", "export")
    ],
    path("cause/<slug:indicator>/<slug:place>/", board.board, name="cause"),
    path("indicators/<slug:code>/", board.board, name="indicator"),
    path("places/<slug:code>/", board.board, name="place"),
]
handler403 = "diaodu.web.pages.errors.denied"
handler404 = "diaodu.web.pages.errors.missing"
handler500 = "diaodu.web.pages.errors.broken"
