"""ECS: services whose tasks come and go over time, and can't be placed when told so."""

from __future__ import annotations

from layer.lab import Lab, Routes
from layer.services.ecs import checks, for_tests, tasks


def install(lab: Lab) -> Routes:
    tasks.install(lab)
    checks.install()
    return for_tests.routes()
