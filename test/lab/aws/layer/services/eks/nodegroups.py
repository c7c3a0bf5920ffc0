"""Node groups: each has an Auto Scaling group of its own, and its sizes are that group's."""

from __future__ import annotations

from typing import Any

from moto.eks.exceptions import ResourceNotFoundException
from moto.eks.models import CLUSTER_NOT_FOUND_MSG, NODEGROUP_NOT_FOUND_MSG, EKSBackend, Nodegroup

from layer.services.autoscaling import for_tests as groups
from layer.timeline import Timeline

_active = Timeline("ACTIVE")


def install() -> None:
    create_nodegroup = EKSBackend.create_nodegroup
    delete_nodegroup = EKSBackend.delete_nodegroup
    list_nodegroups = EKSBackend.list_nodegroups

    def create(self: Any, *args: Any, **kwargs: Any) -> Any:
        nodegroup = create_nodegroup(self, *args, **kwargs)
        # moto lets all node groups share one of these.
        nodegroup.health = {"issues": []}
        _create_group(nodegroup)
        return nodegroup

    def delete(self: Any, cluster_name: str, nodegroup_name: str) -> Any:
        nodegroup = delete_nodegroup(self, cluster_name, nodegroup_name)
        groups.delete(group_name(nodegroup))
        return nodegroup

    def list_all(self: Any, cluster_name: str, **page: Any) -> Any:
        _cluster(self, cluster_name, None)
        return list_nodegroups(self, cluster_name, **page)

    Nodegroup.status = property(_status, set_status)
    Nodegroup.scaling_config = property(_sizes, _set_sizes)
    EKSBackend.create_nodegroup = create
    EKSBackend.delete_nodegroup = delete
    EKSBackend.list_nodegroups = list_all


def find(backend: Any, cluster: str, name: str) -> Any:
    nodegroup = _cluster(backend, cluster, name).nodegroups.get(name)
    if nodegroup is None:
        raise not_found(NODEGROUP_NOT_FOUND_MSG.format(nodegroupName=name), cluster, name)
    return nodegroup


def not_found(message: str, cluster: str, nodegroup: str | None) -> ResourceNotFoundException:
    return ResourceNotFoundException(clusterName=cluster, nodegroupName=nodegroup, message=message)


def group_name(nodegroup: Any) -> str:
    return nodegroup.resources["autoScalingGroups"][0]["name"]


def group_of(nodegroup: Any) -> Any:
    """Its Auto Scaling group; None before it is made and after it is deleted."""
    return groups.backend().autoscaling_groups.get(group_name(nodegroup))


def set_status(nodegroup: Any, status: str) -> None:
    """Whatever it was in, and for as long as nothing else is asked of it."""
    vars(nodegroup)["lab_status"] = Timeline(status)


def be_updating(nodegroup: Any, seconds: float) -> None:
    vars(nodegroup)["lab_status"] = Timeline("ACTIVE", ("UPDATING", seconds))


def _status(nodegroup: Any) -> str:
    return vars(nodegroup).get("lab_status", _active).now


def _cluster(backend: Any, cluster: str, nodegroup: str | None) -> Any:
    if cluster not in backend.clusters:
        raise not_found(CLUSTER_NOT_FOUND_MSG.format(clusterName=cluster), cluster, nodegroup)
    return backend.clusters[cluster]


def _create_group(nodegroup: Any) -> None:
    name = f"eks-{nodegroup.nodegroup_name}-{nodegroup.uuid}"
    sizes = nodegroup.scaling_config
    nodegroup.resources["autoScalingGroups"] = [{"name": name}]
    lab_tags = {key: value for key, value in nodegroup.tags.items() if key.startswith("exops-lab:")}
    if "exops-lab:instance-seconds" in lab_tags:
        lab_tags["exops-lab:transition-seconds"] = lab_tags["exops-lab:instance-seconds"]
    if nodegroup.capacity_type == "SPOT":
        lab_tags["exops-lab:lifecycle"] = "spot"
    groups.create(
        name,
        {
            "eks:cluster-name": nodegroup.cluster_name,
            "eks:nodegroup-name": nodegroup.nodegroup_name,
            f"kubernetes.io/cluster/{nodegroup.cluster_name}": "owned",
            **lab_tags,
        },
        sizes["minSize"],
        sizes["maxSize"],
        sizes["desiredSize"],
        nodegroup.instance_types[0],
        propagate_tags=True,
    )


def _sizes(nodegroup: Any) -> dict[str, int]:
    group = group_of(nodegroup)
    if group is None:
        return vars(nodegroup)["lab_sizes"]
    return {"minSize": group.min_size, "maxSize": group.max_size, "desiredSize": group.desired_capacity}


def _set_sizes(nodegroup: Any, sizes: dict[str, int]) -> None:
    vars(nodegroup)["lab_sizes"] = dict(sizes)
