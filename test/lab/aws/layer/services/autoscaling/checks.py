"""What Auto Scaling refuses, in its words."""

from __future__ import annotations

from typing import Any

from moto.autoscaling.exceptions import ValidationError
from moto.autoscaling.models import AutoScalingBackend


def install() -> None:
    update_group = AutoScalingBackend.update_auto_scaling_group
    set_desired_capacity = AutoScalingBackend.set_desired_capacity
    delete_group = AutoScalingBackend.delete_auto_scaling_group
    create_tags = AutoScalingBackend.create_or_update_tags
    delete_tags = AutoScalingBackend.delete_tags

    def update(self: Any, name: str, **changes: Any) -> Any:
        group = find(self, name)
        least = _given(changes["min_size"], group.min_size)
        most = _given(changes["max_size"], group.max_size)
        desired = _given(changes["desired_capacity"], min(max(group.desired_capacity, least), most))
        if least > most:
            raise ValidationError(f"Max bound, {most}, must be greater than or equal to min bound, {least}")
        if not least <= desired <= most:
            limits = f"the specified min size:{least} and max size:{most}"
            raise ValidationError(f"Desired capacity:{desired} must be between {limits}")
        return update_group(self, name, **{**changes, "desired_capacity": desired})

    def set_desired(self: Any, group_name: str, desired_capacity: int) -> None:
        group = find(self, group_name)
        said = f"New SetDesiredCapacity value {desired_capacity} is"
        if desired_capacity > group.max_size:
            raise ValidationError(f"{said} above max value {group.max_size} for the AutoScalingGroup.")
        if desired_capacity < group.min_size:
            raise ValidationError(f"{said} below min value {group.min_size} for the AutoScalingGroup.")
        set_desired_capacity(self, group_name, desired_capacity)

    def delete(self: Any, group_name: str) -> None:
        find(self, group_name).min_size = 0
        delete_group(self, group_name)

    def tag(self: Any, tags: list[dict[str, str]]) -> None:
        for one in tags:
            find(self, one["ResourceId"])
        create_tags(self, tags)

    def untag(self: Any, tags: list[dict[str, str]]) -> None:
        for one in tags:
            find(self, one["ResourceId"])
        delete_tags(self, tags)

    AutoScalingBackend.update_auto_scaling_group = update
    AutoScalingBackend.set_desired_capacity = set_desired
    AutoScalingBackend.delete_auto_scaling_group = delete
    AutoScalingBackend.create_or_update_tags = tag
    AutoScalingBackend.delete_tags = untag


def find(backend: Any, name: str) -> Any:
    if name not in backend.autoscaling_groups:
        raise ValidationError(f"AutoScalingGroup name not found - AutoScalingGroup {name} not found")
    return backend.autoscaling_groups[name]


def _given(value: int | None, otherwise: int) -> int:
    return otherwise if value is None else value
