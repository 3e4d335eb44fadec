"""Every address in the system."""

urlpatterns: list = []
