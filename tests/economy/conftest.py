"""A busy machine is no fault of the arithmetic: examples have no deadline."""

from hypothesis import settings

settings.register_profile("economy", deadline=None)
settings.load_profile("economy")
