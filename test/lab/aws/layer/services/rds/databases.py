"""Databases and clusters for tests. `kind` is `instance` or `cluster`."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from moto.rds.models import rds_backends

from layer.environment import ACCOUNT, REGION
from layer.lab import Routes
from layer.services.rds.states import States

_login = {"master_username": "ops", "master_user_password": "exops-lab"}


def routes(states: States) -> Routes:
    def set_restart_time(kind: str, name: str, at: float) -> None:
        states.set_restart_time(_find(kind, name), _naive(at))

    return {
        "instances/create": create_instance,
        "clusters/create": create_cluster,
        "describe": lambda kind, name: describe(_find(kind, name)),
        "set-status": lambda kind, name, status: states.set(_find(kind, name), status),
        "set-restart-time": set_restart_time,
        "restart-itself": lambda kind, name: states.start(_find(kind, name)),
        "fail-next-start": lambda kind, name, ends_in: states.fail_next_start(_find(kind, name), ends_in),
        "delete": delete,
    }


def create_instance(
    name: str,
    tags: dict[str, str],
    engine: str = "mysql",
    instance_class: str = "db.t3.medium",
    storage_gib: int = 20,
    storage_type: str = "gp3",
    multi_az: bool = False,
    cluster: str | None = None,
    replica_of: str | None = None,
) -> str:
    backend = _backend()
    options = {
        "db_instance_identifier": name,
        "db_instance_class": instance_class,
        "tags": [{"Key": key, "Value": value} for key, value in tags.items()],
    }
    if replica_of is not None:
        options["source_db_instance_identifier"] = replica_of
        return backend.create_db_instance_read_replica(options).arn
    options["engine"] = engine
    if cluster is not None:
        options["db_cluster_identifier"] = cluster
        return backend.create_db_instance(options).arn
    storage = {"allocated_storage": storage_gib, "storage_type": storage_type, "multi_az": multi_az}
    # moto has these of some engines only.
    known = {"engine_version": "8.0.36", "port": 3306}
    return backend.create_db_instance({**options, **_login, **known, **storage}).arn


def create_cluster(
    name: str,
    tags: dict[str, str],
    engine: str = "aurora-mysql",
    engine_mode: str = "provisioned",
    replica_of: str | None = None,
    global_cluster: str | None = None,
) -> str:
    source = None if replica_of is None else _find("cluster", replica_of).arn
    options = {
        "db_cluster_identifier": name,
        "engine": engine,
        "engine_mode": engine_mode,
        "tags": [{"Key": key, "Value": value} for key, value in tags.items()],
        "replication_source_identifier": source,
        "global_cluster_identifier": global_cluster,
    }
    return _backend().create_db_cluster({**_login, **options}).arn


def describe(resource: Any) -> dict[str, Any]:
    restart = resource.automatic_restart_time
    return {
        "arn": resource.arn,
        "status": resource.status,
        "tags": {tag["Key"]: tag["Value"] for tag in resource.tags},
        "automaticRestartTime": None if restart is None else _milliseconds(restart),
    }


def delete(kind: str, name: str) -> None:
    _find(kind, name)
    _all(kind).pop(name)


def _backend() -> Any:
    return rds_backends[ACCOUNT][REGION]


def _all(kind: str) -> Any:
    return _backend().databases if kind == "instance" else _backend().clusters


def _find(kind: str, name: str) -> Any:
    if name not in _all(kind):
        raise KeyError(f"There is no {kind} {name}.")
    return _all(kind)[name]


def _naive(milliseconds: float) -> datetime:
    """As moto has its times."""
    return datetime.fromtimestamp(milliseconds / 1000, timezone.utc).replace(tzinfo=None)


def _milliseconds(time: datetime) -> float:
    return time.replace(tzinfo=timezone.utc).timestamp() * 1000
