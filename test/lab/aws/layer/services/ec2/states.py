"""The states of instances, which take time on AWS and none in moto.

How long: the instance's tag `exops-lab:transition-seconds`, or else what the lab was started with.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.models.instances import Instance, InstanceState

from layer.aws_error import AwsError
from layer.lab import Lab
from layer.services.ec2.tags import lab_tag

CODES = {"pending": 0, "running": 16, "shutting-down": 32, "terminated": 48, "stopping": 64, "stopped": 80}


class PassingState(InstanceState):
    """Is `passing` for a while and `final` from then on."""

    def __init__(self, passing: str, final: str, seconds: float) -> None:
        self._passing = passing
        self._final = final
        self._until = time.monotonic() + seconds

    @property
    def name(self) -> str:
        return self._passing if time.monotonic() < self._until else self._final

    @name.setter
    def name(self, name: str) -> None:
        self._final = name
        self._until = 0

    @property
    def code(self) -> int:
        return CODES[self.name]

    @code.setter
    def code(self, _: int) -> None:
        """Follows from the name, which moto sets along with it."""

    def __copy__(self) -> InstanceState:
        return fixed_state(self.name)


def fixed_state(name: str) -> InstanceState:
    return InstanceState(name, CODES[name])


def install(lab: Lab) -> None:
    def seconds(instance: Any) -> float:
        return float(lab_tag(instance, "transition-seconds") or lab.transition_seconds)

    run_instances = EC2Backend.run_instances

    def run(self: Any, *args: Any, **kwargs: Any) -> Any:
        reservation = run_instances(self, *args, **kwargs)
        for instance in reservation.instances:
            instance._state = PassingState("pending", "running", seconds(instance))
            instance.state_reason = None
        return reservation

    EC2Backend.run_instances = run
    start = _change(Instance.start, "pending", "running", ("stopped",), "started", seconds)
    stop = _change(Instance.stop, "stopping", "stopped", ("pending", "running"), "stopped", seconds)
    alive = ("pending", "running", "stopping", "stopped")
    terminate = _change(Instance.terminate, "shutting-down", "terminated", alive, "terminated", seconds)
    Instance.start, Instance.stop, Instance.terminate = start, stop, terminate


def _change(
    original: Callable[[Any], InstanceState],
    passing: str,
    final: str,
    allowed: tuple[str, ...],
    participle: str,
    seconds: Callable[[Any], float],
) -> Callable[[Any], InstanceState]:
    def change(self: Any) -> InstanceState:
        if self.state in (passing, final):
            return fixed_state(self.state)
        if self.state not in allowed:
            message = f"The instance '{self.id}' is not in a state from which it can be {participle}."
            raise AwsError("IncorrectInstanceState", message)
        previous = original(self)
        self._state = PassingState(passing, final, seconds(self))
        # AWS says GMT, and gives a running instance no reason at all.
        self._reason = self._reason.replace(" UTC)", " GMT)")
        if final == "running":
            self.state_reason = None
        return previous

    return change
