"""EventBridge Scheduler: moto's, with AWS's refusals, and schedules that a test lets come due."""

from __future__ import annotations

from moto.scheduler.models import scheduler_backends

from layer.environment import ACCOUNT, REGION
from layer.lab import Lab, Routes
from layer.services.scheduler import checks
from layer.services.scheduler.universal_targets import call_target


def install(_: Lab) -> Routes:
    checks.install()
    return {"schedules/run": run}


def run(endpoint: str, group: str, name: str) -> None:
    """Does what the schedule does when its time comes, unless it is disabled. `endpoint` is the lab's own."""
    schedule = scheduler_backends[ACCOUNT][REGION].get_schedule(group, name)
    if schedule.state == "ENABLED":
        call_target(endpoint, schedule.target)
