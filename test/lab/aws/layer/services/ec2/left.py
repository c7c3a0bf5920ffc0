"""What stays when instances are asleep or gone, for tests: volumes, snapshots, addresses, gateways."""

from __future__ import annotations

from typing import Any

from moto.ec2.models import ec2_backends

from layer.environment import ACCOUNT, REGION
from layer.lab import Routes


def routes() -> Routes:
    return {
        "volumes/create": create_volume,
        "snapshots/create": create_snapshot,
        "addresses/create": create_address,
        "nat-gateways/create": create_nat_gateway,
        "vpc-endpoints/create": create_vpc_endpoint,
    }


def create_volume(
    tags: dict[str, str], size_gib: int = 8, type: str = "gp3", instance_id: str | None = None
) -> str:
    volume = _backend().create_volume(size_gib, f"{REGION}a", volume_type=type)
    volume.add_tags(tags)
    if instance_id is not None:
        device = f"/dev/sd{'fghijklmnop'[len(_backend().get_instance(instance_id).block_device_mapping)]}"
        _backend().attach_volume(volume.id, instance_id, device)
    return volume.id


def create_snapshot(tags: dict[str, str], volume_id: str, description: str = "") -> str:
    snapshot = _backend().create_snapshot(volume_id, description, ACCOUNT)
    snapshot.add_tags(tags)
    return snapshot.id


def create_address(tags: dict[str, str], address: str, instance_id: str | None = None) -> str:
    elastic = _backend().allocate_address("vpc", address, tags)
    if instance_id is not None:
        _backend().associate_address(_backend().get_instance(instance_id), address=address)
    return elastic.allocation_id


def create_nat_gateway(tags: dict[str, str], subnet_id: str, allocation_id: str) -> str:
    return _backend().create_nat_gateway(subnet_id, allocation_id, tags).id


def create_vpc_endpoint(
    tags: dict[str, str],
    vpc_id: str,
    subnet_ids: list[str],
    type: str = "Interface",
    service: str = "ecr.api",
) -> str:
    name = f"com.amazonaws.{REGION}.{service}"
    return _backend().create_vpc_endpoint(vpc_id, name, type, None, [], subnet_ids, tags=tags).id


def _backend() -> Any:
    return ec2_backends[ACCOUNT][REGION]
