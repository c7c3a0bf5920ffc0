"""Security groups and network interfaces for tests: moto's own, which keeps what they are and enforces nothing."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from layer.lab import Routes
from layer.services.ec2.instances import backend


def routes() -> Routes:
    return {
        "security-groups/create": create_security_group,
        "security-groups/allow-inbound": allow_inbound,
        "network-interfaces/create": create_network_interface,
    }


def create_security_group(
    name: str | None = None,
    vpc_id: str | None = None,
    inbound: list[dict[str, Any]] | None = None,
    outbound: list[dict[str, Any]] | None = None,
) -> str:
    """With `outbound` in place of the rule that lets everybody out."""
    name = name or f"exops-lab-{uuid4()}"
    group = backend().create_security_group(name, "For a test", vpc_id)
    for rule in inbound or []:
        allow_inbound(group.id, rule)
    if outbound is not None:
        group.egress_rules.clear()
        for rule in outbound:
            backend().authorize_security_group_egress(group.id, **_permission(**rule))
    return group.id


def allow_inbound(group_id: str, rule: dict[str, Any]) -> None:
    backend().authorize_security_group_ingress(group_id, **_permission(**rule))


def create_network_interface(
    subnet_id: str,
    private_address: str | None = None,
    security_group_ids: list[str] | None = None,
) -> str:
    groups = security_group_ids or []
    return backend().create_network_interface(subnet_id, private_address or "", group_ids=groups).id


def _permission(
    peer: dict[str, str],
    protocol: str = "tcp",
    ports: int | list[int] | None = None,
) -> dict[str, Any]:
    """`peer` has one of `block`, `groupId` and `prefixListId`."""
    first, last = (ports, ports) if isinstance(ports, int) else ports or (None, None)
    block = peer.get("block")
    family = "CidrIpv6" if ":" in (block or "") else "CidrIp"
    return {
        "ip_protocol": protocol,
        "from_port": first,
        "to_port": last,
        "ip_ranges": [] if block is None else [{family: block}],
        "source_groups": [{"GroupId": peer["groupId"]}] if "groupId" in peer else [],
        "prefix_list_ids": [{"PrefixListId": peer["prefixListId"]}] if "prefixListId" in peer else [],
    }
