"""The agents on instances, which moto has none of.

An instance has one when it has the tag `exops-lab:ssm`. The tag's value is the agent's ping status: `Online`,
or `ConnectionLost` as for every instance that doesn't run.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.ssm.responses import SimpleSystemManagerResponse

from layer.services.ec2.tags import lab_tag


def install() -> None:
    SimpleSystemManagerResponse.describe_instance_information = _describe_instance_information


def is_online(account: str, region: str, instance_id: str) -> bool:
    instance = ec2_backends[account][region].get_instance_by_id(instance_id)
    return instance is not None and _ping_status(instance) == "Online"


def _describe_instance_information(response: Any) -> ActionResult:
    wanted = _wanted_ids(response)
    found = [
        _information(instance)
        for instance in ec2_backends[response.current_account][response.region].all_instances()
        if _ping_status(instance) is not None and (wanted is None or instance.id in wanted)
    ]
    return ActionResult({"InstanceInformationList": found})


def _wanted_ids(response: Any) -> set[str] | None:
    """None when all are wanted. A client may say it in two ways."""
    filters = response._get_param("Filters", [])
    older = response._get_param("InstanceInformationFilterList", [])
    ids = [set(one["Values"]) for one in filters if one["Key"] == "InstanceIds"]
    ids += [set(one["valueSet"]) for one in older if one["key"] == "InstanceIds"]
    return set.intersection(*ids) if ids else None


def _ping_status(instance: Any) -> str | None:
    """None without an agent."""
    status = lab_tag(instance, "ssm")
    if status is None or instance.state == "terminated":
        return None
    return status if instance.state == "running" else "ConnectionLost"


def _information(instance: Any) -> dict[str, Any]:
    return {
        "InstanceId": instance.id,
        "PingStatus": _ping_status(instance),
        "LastPingDateTime": utcnow(),
        "AgentVersion": "3.3.1802.0",
        "PlatformType": "Linux",
        "PlatformName": "Amazon Linux",
        "ResourceType": "EC2Instance",
        "IPAddress": instance.private_ip,
    }
