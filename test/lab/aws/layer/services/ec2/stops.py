"""Stops that EC2 refuses. Of several instances none is stopped when one can't be."""

from __future__ import annotations

from typing import Any

from moto.ec2.models import EC2Backend

from layer.aws_error import AwsError
from layer.services.ec2.spot import is_one_time


def install() -> None:
    stop_instances = EC2Backend.stop_instances

    def stop(self: Any, instance_ids: list[str]) -> Any:
        for instance in self.get_multi_instances_by_id(instance_ids):
            _refuse(instance)
        return stop_instances(self, instance_ids)

    EC2Backend.stop_instances = stop


def _refuse(instance: Any) -> None:
    if instance.disable_api_stop is True:
        what = f"The instance '{instance.id}' may not be stopped."
        hint = "Modify its 'disableApiStop' instance attribute and try again."
        raise AwsError("OperationNotPermitted", f"{what} {hint}")
    if instance.root_device_type != "ebs":
        what = f"The instance '{instance.id}' does not have an 'ebs' root device type"
        raise AwsError("UnsupportedOperation", f"{what} and cannot be stopped.")
    if is_one_time(instance):
        message = (
            f"You can't stop the Spot Instance '{instance.id}' because it is associated with a one-time "
            "Spot Instance request. You can only stop Spot Instances associated with persistent Spot "
            "Instance requests."
        )
        raise AwsError("UnsupportedOperation", message)
