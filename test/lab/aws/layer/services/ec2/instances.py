"""Instances for tests, and what they need around them."""

from __future__ import annotations

from typing import Any

from moto.ec2.models import ec2_backends
from moto.ec2.models.instances import StateReason

from layer.environment import ACCOUNT, REGION
from layer.lab import Routes
from layer.services.ec2.spot import request_spot
from layer.services.ec2.starts import fail_next_start
from layer.services.ec2.states import fixed_state

_image = "ami-0123456789abcdef0"


def backend(region: str = REGION) -> Any:
    return ec2_backends[ACCOUNT][region]


def routes() -> Routes:
    return {
        "instances/run": run,
        "instances/describe": describe,
        "instances/start": lambda instance_id: backend().start_instances([instance_id]) and None,
        "instances/stop": lambda instance_id: backend().stop_instances([instance_id]) and None,
        "instances/terminate": lambda instance_id: backend().terminate_instances([instance_id]) and None,
        "instances/set-state": set_state,
        "instances/fail-next-start": fail_start,
        "vpcs/create": create_vpc,
    }


def run(
    tags: dict[str, str],
    subnet_id: str | None = None,
    instance_type: str = "t3.micro",
    disable_api_stop: bool = False,
    volumes: list[dict[str, Any]] | None = None,
    root_device_type: str = "ebs",
    spot: str | None = None,
    security_group_ids: list[str] | None = None,
) -> dict[str, Any]:
    """`volumes` are `{"sizeGib": 8, "type": "gp3"}`, the root's first; `spot`: `one-time` or `persistent`."""
    options: dict[str, Any] = {
        "instance_type": instance_type,
        "is_instance_type_default": True,
        "region_name": REGION,
        "subnet_id": subnet_id,
        "tags": {"instance": tags},
        "disable_api_stop": disable_api_stop,
    }
    if security_group_ids is not None:
        options["security_group_ids"] = security_group_ids
    if volumes is not None or root_device_type != "ebs":
        options["block_device_mappings"] = [_mapping(*one) for one in enumerate(volumes or [])]
    if spot is not None:
        options["lifecycle"] = "spot"
    instance = backend().run_instances(_image, 1, None, [], **options).instances[0]
    instance.root_device_type = root_device_type
    if spot is not None:
        request_spot(instance, spot)
    return describe(instance.id)


def _mapping(index: int, volume: dict[str, Any]) -> dict[str, Any]:
    name = "/dev/sda1" if index == 0 else f"/dev/sd{'abcdefghijklmnop'[index]}"
    return {
        "DeviceName": name,
        "Ebs": {
            "VolumeSize": volume["sizeGib"],
            "VolumeType": volume["type"],
            "DeleteOnTermination": index == 0,
        },
    }


def describe(instance_id: str) -> dict[str, Any]:
    instance = backend().get_instance(instance_id)
    return {
        "id": instance.id,
        "state": instance.state,
        "publicAddress": instance.public_ip,
        "privateAddress": instance.private_ip,
        "availabilityZone": instance.availability_zone,
        "vpcId": instance.vpc_id,
        "subnetId": instance.subnet_id,
        "tags": backend().tags[instance.id],
    }


def set_state(
    instance_id: str,
    state: str | None = None,
    state_reason: dict[str, str] | None = None,
    transition_reason: str | None = None,
) -> None:
    """Whatever it was in, and for as long as nothing else is asked of the instance."""
    instance = backend().get_instance(instance_id)
    if state is not None:
        instance._state = fixed_state(state)
    if state_reason is not None:
        instance.state_reason = StateReason(state_reason["message"], state_reason["code"])
    if transition_reason is not None:
        instance._reason = transition_reason


def fail_start(instance_id: str, code: str, message: str, transition_reason: str) -> None:
    fail_next_start(backend().get_instance(instance_id), StateReason(message, code), transition_reason)


def create_vpc(cidr_block: str = "10.42.0.0/16") -> dict[str, str]:
    """With one subnet, which takes all of it."""
    vpc = backend().create_vpc(cidr_block)
    subnet = backend().create_subnet(vpc.id, cidr_block, availability_zone=f"{REGION}a")
    return {"vpcId": vpc.id, "subnetId": subnet.id, "availabilityZone": subnet.availability_zone}
