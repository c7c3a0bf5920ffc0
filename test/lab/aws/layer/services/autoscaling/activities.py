"""What a group did and what failed, which moto doesn't keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult
from moto.core.utils import utcnow

_largest_page = 100


@dataclass
class Activity:
    group: Any
    description: str
    cause: str
    #: `Successful`, `InProgress` or `Failed`, as it is when it is asked for.
    status: Callable[[], str]
    message: str | None = None
    id: str = field(default_factory=lambda: str(uuid4()))
    began: datetime = field(default_factory=utcnow)

    def to_answer(self) -> dict[str, Any]:
        status = self.status()
        return {
            "ActivityId": self.id,
            "AutoScalingGroupName": self.group.name,
            "AutoScalingGroupARN": self.group.arn,
            "Description": self.description,
            "Cause": self.cause,
            "StartTime": self.began,
            "EndTime": None if status == "InProgress" else self.began,
            "StatusCode": status,
            "StatusMessage": self.message,
            "Progress": 50 if status == "InProgress" else 100,
            "Details": "{}",
        }


class Activities:
    """Of one group, kept on it."""

    @staticmethod
    def of(group: Any) -> Activities:
        return vars(group).setdefault("lab_activities", Activities(group))

    def __init__(self, group: Any) -> None:
        self._group = group
        self._all: list[Activity] = []
        #: Why launches fail until a test takes it back; None when they don't.
        self.launch_failure: str | None = None

    def newest_first(self) -> list[Activity]:
        return self._all[::-1]

    def launching(self, state: Any) -> None:
        self._add(
            f"Launching a new EC2 instance: {state.instance_id}",
            lambda: "InProgress" if state.lifecycle_state == "Pending" else "Successful",
        )

    def terminating(self, state: Any) -> None:
        self._add(
            f"Terminating EC2 instance: {state.instance_id}",
            lambda: "InProgress" if state.lifecycle_state == "Terminating" else "Successful",
        )

    def launch_failed(self, count: int) -> None:
        message = f"{self.launch_failure} Launching EC2 instance failed."
        for _ in range(count):
            description = f"Launching a new EC2 instance.  Status Reason: {message}"
            self._add(description, lambda: "Failed", message)

    def _add(self, description: str, status: Callable[[], str], message: str | None = None) -> None:
        cause = f"At {utcnow():%Y-%m-%dT%H:%M:%SZ} the desired capacity and the actual capacity differed."
        self._all.append(Activity(self._group, description, cause, status, message))


def install() -> None:
    AutoScalingResponse.describe_scaling_activities = _describe_scaling_activities


def _describe_scaling_activities(response: Any) -> ActionResult:
    name = response._get_param("AutoScalingGroupName")
    ids = response._get_param("ActivityIds", [])
    groups = response.autoscaling_backend.autoscaling_groups.values()
    found = [
        activity
        for group in groups
        if name in (None, group.name)
        for activity in Activities.of(group).newest_first()
        if not ids or activity.id in ids
    ]
    start = int(response._get_param("NextToken") or 0)
    end = start + min(response._get_int_param("MaxRecords") or _largest_page, _largest_page)
    next_token = str(end) if end < len(found) else None
    answers = [activity.to_answer() for activity in found[start:end]]
    return ActionResult({"Activities": answers, "NextToken": next_token})
