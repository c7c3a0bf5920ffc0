"""What ECS refuses."""

from __future__ import annotations

from typing import Any

from moto.ecs.exceptions import ECSException, InvalidParameterException
from moto.ecs.models import EC2ContainerServiceBackend as Backend

_most_services = 10


def install() -> None:
    describe_services = Backend.describe_services
    update_service = Backend.update_service

    def describe(self: Any, cluster: str, names: list[str]) -> Any:
        if not 0 < len(names) <= _most_services:
            raise InvalidParameterException(f"The number of services must be from 1 to {_most_services}.")
        return describe_services(self, cluster, names)

    def update(self: Any, changes: dict[str, Any]) -> Any:
        service = self._get_service(changes.get("cluster", "default"), changes["service"])
        if service.status != "ACTIVE":
            raise ECSException("ServiceNotActiveException", "Service was not ACTIVE.")
        if service.scheduling_strategy == "DAEMON" and changes.get("desired_count") is not None:
            raise InvalidParameterException(
                "The daemon scheduling strategy does not support a desired count for services. "
                "Remove the desired count value and try again"
            )
        return update_service(self, changes)

    Backend.describe_services = describe
    Backend.update_service = update
