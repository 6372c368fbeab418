"""
How hard Hypothesis tries: choose with ``--hypothesis-profile``.

No profile has deadlines, for a busy machine is no fault.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Health checks of speed are deadlines by another name.
_UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

settings.register_profile("default", _UNTIMED)
settings.register_profile("quick", _UNTIMED, max_examples=15, stateful_step_count=15, derandomize=True)
# The same cases every time, so that a change is never blamed for another's luck.
settings.register_profile("ci", _UNTIMED, derandomize=True, print_blob=True)
settings.register_profile("thorough", _UNTIMED, max_examples=2000, stateful_step_count=100)
settings.load_profile("default")
