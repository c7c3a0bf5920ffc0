"""How many tasks of a service run: on the way from what ran to what is desired.

How long that takes: the service's tag `exops-lab:transition-seconds`, or else what the lab was started with.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from moto.core.utils import utcnow
from moto.ecs.models import Service

from layer.lab import Lab

_kept_events = 100


@dataclass
class Tasks:
    """Of one service."""

    running_before: int
    desired: int
    seconds: float
    began: float = field(default_factory=time.monotonic)

    def running(self, can_be_placed: bool) -> int:
        more = self.desired - self.running_before
        if more > 0 and not can_be_placed:
            return self.running_before
        passed = time.monotonic() - self.began
        share = 1.0 if passed >= self.seconds else passed / self.seconds
        return self.running_before + int(more * share)


def install(lab: Lab) -> None:
    def keep_desired(service: Any, desired: int) -> None:
        tags = {tag["key"]: tag["value"] for tag in vars(service).get("tags", [])}
        vars(service)["lab_tasks"] = Tasks(running(service), desired, lab.seconds(tags))
        vars(service)["lab_is_steady"] = False

    Service.desired_count = property(lambda service: vars(service)["lab_tasks"].desired, keep_desired)
    Service.running_count = property(running, _ignore)
    Service.pending_count = property(_pending, _ignore)
    Service.deployments = property(_deployments, _keep_deployments)
    Service.events = property(_events, _keep_events)


def running(service: Any) -> int:
    tasks = vars(service).get("lab_tasks")
    return 0 if tasks is None else tasks.running(vars(service).get("lab_placement_failure") is None)


def _pending(service: Any) -> int:
    return max(service.desired_count - running(service), 0)


def add_event(service: Any, message: str) -> None:
    """`message` is what follows the service's name."""
    text = f"(service {service.name}) {message}"
    vars(service)["lab_events"].insert(0, {"id": str(uuid4()), "createdAt": utcnow(), "message": text})


def be_steady(service: Any) -> None:
    """All its tasks run, or are gone, at once."""
    vars(service)["lab_tasks"] = Tasks(service.desired_count, service.desired_count, 0)


def fail_placement(service: Any, message: str | None) -> None:
    """Until it is called with None, no further task is placed."""
    tasks = vars(service)["lab_tasks"]
    vars(service)["lab_tasks"] = Tasks(running(service), tasks.desired, tasks.seconds)
    vars(service)["lab_placement_failure"] = message
    if message is not None:
        add_event(service, message)


def _events(service: Any) -> list[dict[str, Any]]:
    is_steady = running(service) == service.desired_count
    if is_steady and not vars(service)["lab_is_steady"]:
        vars(service)["lab_is_steady"] = True
        add_event(service, "has reached a steady state.")
    return vars(service)["lab_events"][:_kept_events]


def _keep_events(service: Any, events: list[dict[str, Any]]) -> None:
    vars(service)["lab_events"] = events


def _deployments(service: Any) -> list[dict[str, Any]]:
    counts = {
        "desiredCount": service.desired_count,
        "runningCount": service.running_count,
        "pendingCount": service.pending_count,
        "rolloutState": "IN_PROGRESS" if service.pending_count > 0 else "COMPLETED",
    }
    return [{**deployment, **counts} for deployment in vars(service)["lab_deployments"]]


def _keep_deployments(service: Any, deployments: list[dict[str, Any]]) -> None:
    vars(service)["lab_deployments"] = deployments


def _ignore(_: Any, __: Any) -> None:
    """Takes what moto makes of it."""
