"""Spot Instances with their requests, which moto doesn't tie together."""

from __future__ import annotations

from typing import Any

from moto.ec2.models.spot_requests import SpotInstanceRequest
from moto.ec2.utils import random_spot_request_id


class _Request(SpotInstanceRequest):
    """For an instance that is there already."""

    def __init__(self, instance: Any, kind: str) -> None:
        self._instance = instance
        backend = instance.ec2_backend
        super().__init__(
            backend,
            random_spot_request_id(),
            price="0.05",
            image_id=instance.image_id,
            spot_instance_type=kind,
            valid_from=None,
            valid_until=None,
            launch_group=None,
            availability_zone_group=None,
            key_name=None,
            security_groups=[],
            user_data=None,
            instance_type=instance.instance_type,
            placement=None,
            kernel_id=None,
            ramdisk_id=None,
            monitoring_enabled=False,
            subnet_id=instance.subnet_id,
            tags={},
            spot_fleet_id=None,
            instance_interruption_behaviour="stop" if kind == "persistent" else "terminate",
        )

    def launch_instance(self) -> Any:
        return self._instance


def request_spot(instance: Any, kind: str) -> None:
    request = _Request(instance, kind)
    instance.ec2_backend.spot_instance_requests[request.id] = request
    instance.spot_instance_request_id = request.id


def is_one_time(instance: Any) -> bool:
    request_id = getattr(instance, "spot_instance_request_id", None)
    request = instance.ec2_backend.spot_instance_requests.get(request_id)
    return request is not None and request.type == "one-time"
