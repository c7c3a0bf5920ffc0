"""Groups for tests."""

from __future__ import annotations

from typing import Any

from moto.autoscaling.models import autoscaling_backends

from layer.environment import ACCOUNT, REGION
from layer.lab import Routes
from layer.services.autoscaling.activities import Activities
from layer.services.autoscaling.checks import find
from layer.services.autoscaling.groups import reconcile
from layer.services.ec2.states import fixed_state


def backend() -> Any:
    return autoscaling_backends[ACCOUNT][REGION]


def routes() -> Routes:
    return {
        "groups/create": create,
        "groups/describe": describe,
        "groups/resize": resize,
        "groups/fail-launches": fail_launches,
        "groups/delete": delete,
    }


def create(
    name: str,
    tags: dict[str, str],
    min: int = 1,
    max: int = 4,
    desired: int = 2,
    instance_type: str = "t3.large",
    propagate_tags: bool = False,
) -> str:
    """All its instances are in service."""
    backend().create_launch_configuration(
        name=f"{name}-configuration",
        image_id="ami-0123456789abcdef0",
        key_name=None,
        kernel_id="",
        ramdisk_id="",
        security_groups=[],
        user_data=None,
        instance_type=instance_type,
        instance_monitoring=False,
        instance_profile_name=None,
        spot_price=None,
        ebs_optimized=False,
        associate_public_ip_address=False,
        block_device_mappings=[],
    )
    group = backend().create_auto_scaling_group(
        name=name,
        availability_zones=[f"{REGION}a"],
        desired_capacity=desired,
        max_size=max,
        min_size=min,
        launch_config_name=f"{name}-configuration",
        launch_template={},
        vpc_zone_identifier=None,
        default_cooldown=None,
        health_check_period=None,
        health_check_type=None,
        load_balancers=[],
        target_group_arns=[],
        placement_group=None,
        termination_policies=[],
        tags=[
            {"Key": key, "Value": value, "PropagateAtLaunch": propagate_tags} for key, value in tags.items()
        ],
    )
    for state in group.instance_states:
        state.instance._state = fixed_state("running")
    return group.arn


def describe(name: str) -> dict[str, Any]:
    group = find(backend(), name)
    return {
        "arn": group.arn,
        "min": group.min_size,
        "max": group.max_size,
        "desired": group.desired_capacity,
        "instances": [{"id": one.instance_id, "state": one.lifecycle_state} for one in group.instance_states],
        "tags": {tag["Key"]: tag["Value"] for tag in group.tags},
    }


def resize(name: str, min: int | None = None, max: int | None = None, desired: int | None = None) -> None:
    """As somebody else does it, without any check."""
    group = find(backend(), name)
    group.min_size = group.min_size if min is None else min
    group.max_size = group.max_size if max is None else max
    group.set_desired_capacity(group.desired_capacity if desired is None else desired)


def fail_launches(name: str, message: str | None) -> None:
    """Until it is called with None: then what is missing is launched."""
    group = find(backend(), name)
    Activities.of(group).launch_failure = message
    reconcile(group)


def delete(name: str) -> None:
    backend().delete_auto_scaling_group(name)
