"""Targets that are an action of any AWS service.

Scheduler takes the action's parameters by the names of the AWS SDK for Java, in Pascal case: `ClusterName`
for EKS's `clusterName`, `DbInstanceIdentifier` for RDS's `DBInstanceIdentifier`. It refuses a schedule that
lacks a required one.
https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
"""

from __future__ import annotations

import json
import re
from typing import Any

import botocore.session
from moto.core.utils import get_service_model

from layer.environment import REGION

_target = re.compile(r"arn:aws:scheduler:::aws-sdk:([a-z0-9]+):([a-z][A-Za-z0-9]+)")
_access_key = "AKIAEXOPSLABSCHEDULE"


def parse_target(arn: str) -> tuple[str, str] | None:
    """The service and its action: `("rds", "StopDBInstance")`; None when there is no such action."""
    found = _target.fullmatch(arn)
    if found is None:
        return None
    service, action = found.groups()
    name = action[0].upper() + action[1:]
    try:
        return (service, name) if name in get_service_model(service).operation_names else None
    except Exception:  # botocore knows no such service
        return None


def missing_parameters(service: str, action: str, given: dict[str, Any]) -> list[str]:
    shape = get_service_model(service).operation_model(action).input_shape
    return [_name(member) for member in shape.required_members if _name(member) not in given]


def call_target(endpoint: str, target: dict[str, Any]) -> None:
    service, action = parse_target(target["Arn"]) or ("", "")
    shape = get_service_model(service).operation_model(action).input_shape
    client = botocore.session.get_session().create_client(
        service,
        region_name=REGION,
        endpoint_url=endpoint,
        aws_access_key_id=_access_key,
        aws_secret_access_key="exops-lab",
    )
    client._make_api_call(action, _as_modelled(shape, json.loads(target.get("Input", "{}"))))


def _as_modelled(shape: Any, given: Any) -> Any:
    if shape.type_name == "structure":
        members = {_name(name): (name, member) for name, member in shape.members.items()}
        unknown = set(given) - set(members)
        if unknown:
            raise ValueError(f"{shape.name} has no {', '.join(sorted(unknown))}.")
        return {members[name][0]: _as_modelled(members[name][1], value) for name, value in given.items()}
    if shape.type_name == "list":
        return [_as_modelled(shape.member, one) for one in given]
    return given


def _name(member: str) -> str:
    """`DBInstanceIdentifier` → `DbInstanceIdentifier`"""
    pascal = member[0].upper() + member[1:]
    return re.sub(r"[A-Z]{2,}(?=[A-Z][a-z]|$)", lambda found: found[0].capitalize(), pascal)
