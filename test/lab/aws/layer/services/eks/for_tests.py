"""Clusters and node groups for tests."""

from __future__ import annotations

from typing import Any

from moto.eks.models import eks_backends

from layer.environment import ACCOUNT, REGION
from layer.lab import Routes
from layer.services.autoscaling import for_tests as groups
from layer.services.eks.nodegroups import find, group_name, set_status
from layer.services.eks.updates import fail_next_update

_role = f"arn:aws:iam::{ACCOUNT}:role/exops-lab-eks"


def routes() -> Routes:
    return {
        "nodegroups/create": create,
        "nodegroups/describe": describe,
        "nodegroups/resize": resize,
        "nodegroups/set-health": set_health,
        "nodegroups/fail-next-update": fail_update,
        "nodegroups/fail-launches": fail_launches,
        "nodegroups/delete": lambda cluster, name: _backend().delete_nodegroup(cluster, name) and None,
    }


def create(
    cluster: str,
    name: str,
    tags: dict[str, str],
    min: int = 1,
    max: int = 4,
    desired: int = 2,
    instance_types: list[str] | None = None,
    capacity_type: str = "ON_DEMAND",
) -> str:
    """In a cluster that is made when it isn't there."""
    if cluster not in _backend().clusters:
        _backend().create_cluster(cluster, _role, {"subnetIds": [], "securityGroupIds": []})
    nodegroup = _backend().create_nodegroup(
        cluster,
        _role,
        name,
        [],
        scaling_config={"minSize": min, "maxSize": max, "desiredSize": desired},
        instance_types=instance_types or ["t3.large"],
        capacity_type=capacity_type,
        tags=tags,
    )
    return nodegroup.arn


def describe(cluster: str, name: str) -> dict[str, Any]:
    nodegroup = _find(cluster, name)
    group = groups.describe(group_name(nodegroup))
    return {
        **group,
        "arn": nodegroup.arn,
        "status": nodegroup.status,
        "autoScalingGroup": group_name(nodegroup),
        "tags": nodegroup.tags,
    }


def resize(
    cluster: str, name: str, min: int | None = None, max: int | None = None, desired: int | None = None
) -> None:
    """As a Cluster Autoscaler does it, or somebody at the Auto Scaling group."""
    groups.resize(group_name(_find(cluster, name)), min, max, desired)


def set_health(cluster: str, name: str, issues: list[dict[str, Any]], status: str | None = None) -> None:
    """The status stays when none is given."""
    nodegroup = _find(cluster, name)
    nodegroup.health = {"issues": issues}
    if status is not None:
        set_status(nodegroup, status)


def fail_update(cluster: str, name: str, errors: list[dict[str, Any]]) -> None:
    fail_next_update(_find(cluster, name), errors)


def fail_launches(cluster: str, name: str, message: str | None) -> None:
    groups.fail_launches(group_name(_find(cluster, name)), message)


def _backend() -> Any:
    return eks_backends[ACCOUNT][REGION]


def _find(cluster: str, name: str) -> Any:
    return find(_backend(), cluster, name)
