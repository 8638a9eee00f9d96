"""Properties are tried without a clock: a busy machine is no failure."""

from hypothesis import settings

settings.register_profile("kakehashi", deadline=None)
settings.load_profile("kakehashi")
