"""Clusters and services for tests."""

from __future__ import annotations

from typing import Any

from moto.ecs.models import ecs_backends

from layer.environment import ACCOUNT, REGION
from layer.lab import Routes
from layer.services.ecs.tasks import add_event, be_steady, fail_placement


def routes() -> Routes:
    return {
        "services/create": create,
        "services/describe": describe,
        "services/resize": resize,
        "services/add-event": lambda cluster, name, message: add_event(_find(cluster, name), message),
        "services/fail-placement": fail,
        "services/delete": delete,
    }


def create(
    cluster: str,
    name: str,
    tags: dict[str, str],
    desired: int = 2,
    launch_type: str = "FARGATE",
    is_daemon: bool = False,
) -> str:
    """In a cluster that is made when it isn't there. All its tasks run."""
    backend = _backend()
    if cluster not in backend.clusters:
        backend.create_cluster(cluster)
    container = {"name": name, "image": "exchange/app:1", "cpu": 256, "memory": 512}
    definition = backend.register_task_definition(
        f"{cluster}-{name}", [container], requires_compatibilities=[launch_type], cpu="256", memory="512"
    )
    service = backend.create_service(
        cluster,
        name,
        desired,
        definition.arn,
        scheduling_strategy="DAEMON" if is_daemon else "REPLICA",
        tags=[{"key": key, "value": value} for key, value in tags.items()],
        launch_type=launch_type,
    )
    be_steady(service)
    return service.arn


def describe(cluster: str, name: str) -> dict[str, Any]:
    service = _find(cluster, name)
    return {
        "arn": service.arn,
        "status": service.status,
        "desired": service.desired_count,
        "running": service.running_count,
        "tags": {tag["key"]: tag["value"] for tag in service.tags},
    }


def resize(cluster: str, name: str, desired: int) -> None:
    """As somebody else does it."""
    _find(cluster, name).desired_count = desired


def fail(cluster: str, name: str, message: str | None) -> None:
    fail_placement(_find(cluster, name), message)


def delete(cluster: str, name: str) -> None:
    _find(cluster, name)
    _backend().services.pop(f"{cluster}:{name}")


def _backend() -> Any:
    return ecs_backends[ACCOUNT][REGION]


def _find(cluster: str, name: str) -> Any:
    return _backend()._get_service(cluster, name)
