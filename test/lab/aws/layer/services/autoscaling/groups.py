"""Groups as they are on the way to their desired capacity.

An instance of a group is as far as its EC2 instance: `Pending`, `InService`, `Terminating`, gone. How long
that takes is said by the group's tag `exops-lab:transition-seconds`, or by the lab.
"""

from __future__ import annotations

from threading import RLock
from typing import Any

from moto.autoscaling.models import AutoScalingBackend, FakeAutoScalingGroup, InstanceState

from layer.lab import Lab
from layer.services.autoscaling.activities import Activities

_by_instance = {"pending": "Pending", "shutting-down": "Terminating", "terminated": "Terminated"}
_leaving = ("Terminating", "Terminated")
_one_at_a_time = RLock()


def install(lab: Lab) -> None:
    launch = FakeAutoScalingGroup.replace_autoscaling_group_instances

    def replace(self: Any, count: int, propagated: dict[str, str]) -> None:
        """Launches instances, unless the test lets it fail."""
        activities = Activities.of(self)
        if activities.launch_failure is not None:
            activities.launch_failed(count)
            return
        tags = {tag["Key"]: tag["Value"] for tag in self.tags}
        known = {state.instance_id for state in self.instance_states}
        launch(self, count, {**propagated, "exops-lab:transition-seconds": str(lab.seconds(tags))})
        for state in self.instance_states:
            if state.instance_id not in known:
                # moto tells it neither of them.
                state.instance.region_name = self.region
                state.instance.lifecycle = tags.get("exops-lab:lifecycle")
                activities.launching(state)

    InstanceState.lifecycle_state = property(_lifecycle, _keep_lifecycle)
    FakeAutoScalingGroup.instance_states = property(_instance_states, _keep_instance_states)
    FakeAutoScalingGroup.replace_autoscaling_group_instances = replace
    FakeAutoScalingGroup.set_desired_capacity = _set_desired_capacity
    AutoScalingBackend.notify_terminate_instances = _replace_terminated


def reconcile(group: Any) -> None:
    """Launches what is missing, and ends what is too much."""
    with _one_at_a_time:
        _reconcile(group)


def _reconcile(group: Any) -> None:
    staying = [state for state in group.instance_states if state.lifecycle_state not in _leaving]
    missing = (group.desired_capacity or 0) - len(staying)
    suspended = group._suspended_processes
    if missing > 0 and "Launch" not in suspended:
        group.replace_autoscaling_group_instances(missing, group.get_propagated_tags())
    if missing < 0 and "Terminate" not in suspended:
        for state in [state for state in staying if not state.protected_from_scale_in][:-missing]:
            group.ec2_backend.terminate_instances([state.instance_id])
            Activities.of(group).terminating(state)


def _lifecycle(state: Any) -> str:
    return _by_instance.get(state.instance.state, vars(state)["lab_lifecycle"])


def _keep_lifecycle(state: Any, value: str) -> None:
    vars(state)["lab_lifecycle"] = value


def _instance_states(group: Any) -> list[Any]:
    states = vars(group)["lab_instances"]
    states[:] = [state for state in states if state.lifecycle_state != "Terminated"]
    return states


def _keep_instance_states(group: Any, states: list[Any]) -> None:
    vars(group)["lab_instances"] = list(states)


def _set_desired_capacity(self: Any, new_capacity: int | None) -> None:
    self.desired_capacity = self.min_size if new_capacity is None else new_capacity
    reconcile(self)
    if self.name in self.autoscaling_backend.autoscaling_groups:
        self.autoscaling_backend.update_attached_elbs(self.name)
        self.autoscaling_backend.update_attached_target_groups(self.name)


def _replace_terminated(self: Any, instance_ids: list[str]) -> None:
    instances = [self.ec2_backend.get_instance_by_id(instance_id) for instance_id in instance_ids]
    for group in {getattr(instance, "autoscaling_group", None) for instance in instances} - {None}:
        reconcile(group)
