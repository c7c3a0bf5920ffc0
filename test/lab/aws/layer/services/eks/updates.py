"""Updates of node groups, which are under way for a while and can fail.

How long: the node group's tag `exops-lab:transition-seconds`, or else what the lab was started with. Its
instances come and go in the same time, or in what its tag `exops-lab:instance-seconds` said when it was made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any
from uuid import uuid4

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.eks import urls
from moto.eks.exceptions import InvalidParameterException, ResourceInUseException
from moto.eks.models import EKSBackend
from moto.eks.responses import EKSResponse

from layer.lab import Lab
from layer.services.autoscaling import for_tests as groups
from layer.services.eks.nodegroups import be_updating, find, group_name, not_found
from layer.timeline import Timeline


@dataclass
class Update:
    nodegroup: Any
    params: list[dict[str, str]]
    errors: list[dict[str, Any]]
    status: Timeline
    #: The client's, who may ask for the same update again.
    token: str | None
    id: str = field(default_factory=lambda: str(uuid4()))
    created: datetime = field(default_factory=utcnow)

    def to_answer(self) -> dict[str, Any]:
        status = self.status.now
        return {
            "id": self.id,
            "status": status,
            "type": "ConfigUpdate",
            "params": self.params,
            "createdAt": self.created,
            "errors": [] if status == "InProgress" else self.errors,
        }


def install(lab: Lab) -> None:
    updates: dict[str, Update] = {}
    # Of two that come at once, one is too late.
    one_at_a_time = Lock()
    update_config = EKSBackend.update_nodegroup_config

    def update(self: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        with one_at_a_time:
            return begin(self, *args, **kwargs)

    def begin(
        self: Any,
        cluster_name: str,
        nodegroup_name: str,
        scaling_config: dict[str, int] | None = None,
        client_request_token: str | None = None,
        **changes: Any,
    ) -> dict[str, Any]:
        nodegroup = find(self, cluster_name, nodegroup_name)
        for one in updates.values():
            if client_request_token is not None and one.token == client_request_token:
                return one.to_answer()
        _refuse_unless_active(nodegroup)
        sizes = {**nodegroup.scaling_config, **(scaling_config or {})}
        _refuse_impossible(nodegroup, sizes)
        update_config(self, cluster_name, nodegroup_name, **changes)
        errors = vars(nodegroup).pop("lab_update_errors", [])
        seconds = lab.seconds(nodegroup.tags)
        begun = Update(
            nodegroup,
            _params(scaling_config or {}),
            errors,
            Timeline("Failed" if errors else "Successful", ("InProgress", seconds)),
            client_request_token,
        )
        updates[begun.id] = begun
        be_updating(nodegroup, seconds)
        if not errors:
            groups.resize(group_name(nodegroup), sizes["minSize"], sizes["maxSize"], sizes["desiredSize"])
        # Even where it takes no time, it is under way at first.
        return {**begun.to_answer(), "status": "InProgress", "errors": []}

    def describe_update(response: Any) -> ActionResult:
        cluster, name = response._get_param("name"), response._get_param("nodegroupName")
        update_id = response._get_param("updateId")
        nodegroup = find(response.eks_backend, cluster, name)
        found = updates.get(update_id)
        if found is None or found.nodegroup is not nodegroup:
            raise not_found(f"No update found for ID: {update_id}", cluster, name)
        return ActionResult({"update": found.to_answer()})

    EKSBackend.update_nodegroup_config = update
    EKSResponse.describe_update = describe_update
    urls.url_paths["{0}/clusters/(?P<name>[^/]+)/updates/(?P<updateId>[^/]+)$"] = EKSResponse.dispatch
    lab.on_reset(updates.clear)


def fail_next_update(nodegroup: Any, errors: list[dict[str, Any]]) -> None:
    """It is accepted, changes nothing, and fails with these."""
    vars(nodegroup)["lab_update_errors"] = errors


def _params(scaling_config: dict[str, int]) -> list[dict[str, str]]:
    """`minSize` is `MinSize` there."""
    given = scaling_config.items()
    return [{"type": key[0].upper() + key[1:], "value": str(value)} for key, value in given]


def _refuse_unless_active(nodegroup: Any) -> None:
    if nodegroup.status != "ACTIVE":
        raise ResourceInUseException(
            clusterName=nodegroup.cluster_name,
            nodegroupName=nodegroup.nodegroup_name,
            message="Nodegroup cannot be updated as it is currently not in Active State",
        )


def _refuse_impossible(nodegroup: Any, sizes: dict[str, int]) -> None:
    least, most, desired = sizes["minSize"], sizes["maxSize"], sizes["desiredSize"]
    message = None
    if most < 1:
        message = "Requested max capacity can't be less than 1"
    elif least > desired:
        message = f"Minimum capacity {least} can't be greater than desired size {desired}"
    elif desired > most:
        message = "desiredSize can't be greater than maxSize"
    if message is not None:
        raise InvalidParameterException(
            clusterName=nodegroup.cluster_name, nodegroupName=nodegroup.nodegroup_name, message=message
        )
