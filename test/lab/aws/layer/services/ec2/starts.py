"""Starts: when they were, and those that come to nothing, as without the right to use a volume's key."""

from __future__ import annotations

from typing import Any

from moto.core.utils import utcnow
from moto.ec2.models.instances import Instance, StateReason

from layer.lab import Lab
from layer.services.ec2.states import PassingState


def install(lab: Lab) -> None:
    start = Instance.start

    def start_or_fail(self: Any) -> Any:
        was_stopped = self.state == "stopped"
        previous = start(self)
        if not was_stopped:
            return previous
        vars(self)["lab_starts"] = starts(self) + 1
        vars(self).pop("lab_failed_start", None)
        self.launch_time = utcnow()
        failure = vars(self).pop("lab_start_failure", None)
        if failure is not None:
            vars(self)["lab_failed_start"] = failure
            seconds = lab.seconds(self.ec2_backend.tags.get(self.id, {}))
            self._state = PassingState("pending", "stopped", seconds)
        return previous

    Instance.start = start_or_fail
    Instance.state_reason = property(_state_reason, _keep_state_reason)
    Instance.state_transition_reason = property(_transition_reason)


def starts(instance: Any) -> int:
    """How many times it was started again."""
    return vars(instance).get("lab_starts", 0)


def fail_next_start(instance: Any, reason: StateReason, transition_reason: str) -> None:
    """It is pending for its time, and stopped again then, with these reasons."""
    vars(instance)["lab_start_failure"] = (reason, transition_reason)


def _failed_start(instance: Any) -> tuple[StateReason, str] | None:
    return vars(instance).get("lab_failed_start") if instance.state == "stopped" else None


def _state_reason(instance: Any) -> StateReason | None:
    failed = _failed_start(instance)
    return vars(instance)["lab_state_reason"] if failed is None else failed[0]


def _keep_state_reason(instance: Any, reason: StateReason | None) -> None:
    vars(instance)["lab_state_reason"] = reason
    vars(instance).pop("lab_failed_start", None)


def _transition_reason(instance: Any) -> str:
    failed = _failed_start(instance)
    return instance._reason if failed is None else failed[1]
