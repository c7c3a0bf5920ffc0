"""EC2 Instance Connect Endpoints, which moto has none of: those that a test gives a VPC."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses import EC2Response

from layer.aws_error import AwsError
from layer.environment import ACCOUNT, REGION
from layer.lab import Lab, Routes
from layer.names import snake_keys

_filters = {
    "instance-connect-endpoint-id": "InstanceConnectEndpointId",
    "state": "State",
    "subnet-id": "SubnetId",
    "vpc-id": "VpcId",
}


def install(lab: Lab) -> Routes:
    by_vpc: dict[str, list[dict[str, Any]]] = {}

    def describe_instance_connect_endpoints(response: Any) -> ActionResult:
        endpoints = [endpoint for endpoints in by_vpc.values() for endpoint in endpoints]
        wanted = response._get_param("InstanceConnectEndpointIds", [])
        known = {endpoint["InstanceConnectEndpointId"] for endpoint in endpoints}
        for unknown in set(wanted) - known:
            message = f"The instance connect endpoint ID '{unknown}' does not exist"
            raise AwsError("InvalidInstanceConnectEndpointId.NotFound", message)
        matches = _matcher(response._filters_from_querystring())
        found = [
            endpoint
            for endpoint in endpoints
            if matches(endpoint) and (not wanted or endpoint["InstanceConnectEndpointId"] in wanted)
        ]
        start = int(response._get_param("NextToken") or 0)
        end = start + int(response._get_param("MaxResults") or 50)
        next_token = str(end) if end < len(found) else None
        return ActionResult({"InstanceConnectEndpoints": found[start:end], "NextToken": next_token})

    def set_endpoints(vpc_id: str, endpoints: list[dict[str, Any]]) -> None:
        by_vpc[vpc_id] = [_record(vpc_id, **snake_keys(endpoint)) for endpoint in endpoints]

    EC2Response.describe_instance_connect_endpoints = describe_instance_connect_endpoints
    lab.on_reset(by_vpc.clear)
    return {"connect-endpoints/set": set_endpoints}


def _matcher(filters: dict[str, list[str]]) -> Callable[[dict[str, Any]], bool]:
    for name in filters:
        if name not in _filters:
            raise AwsError("InvalidParameterValue", f"The filter '{name}' is invalid")
    return lambda endpoint: all(endpoint[_filters[name]] in values for name, values in filters.items())


def _record(
    vpc_id: str,
    id: str,
    dns_name: str,
    state: str = "create-complete",
    subnet_id: str | None = None,
    availability_zone: str = f"{REGION}a",
    security_group_ids: list[str] | None = None,
    fips_dns_name: str | None = None,
) -> dict[str, Any]:
    return {
        "OwnerId": ACCOUNT,
        "InstanceConnectEndpointId": id,
        "InstanceConnectEndpointArn": f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance-connect-endpoint/{id}",
        "State": state,
        "DnsName": dns_name,
        "FipsDnsName": fips_dns_name,
        "VpcId": vpc_id,
        "SubnetId": subnet_id,
        "AvailabilityZone": availability_zone,
        "SecurityGroupIds": security_group_ids or [],
        "NetworkInterfaceIds": [],
        "PreserveClientIp": False,
        "Tags": [],
    }
