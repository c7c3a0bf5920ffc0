"""The clusters, and how tests make them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from layer.environment import ACCOUNT, REGION
from layer.names import snake_keys
from layer.services.ec2.instances import backend
from layer.services.ec2.networks import create_network_interface

#: `{"iam": "host:port,…"}` by `private`, `public` and `vpc`.
Strings = dict[str, dict[str, str]]


@dataclass
class Node:
    id: int
    endpoint: str
    private_address: str | None
    subnet_id: str
    interface_id: str | None


@dataclass
class Cluster:
    name: str
    arn: str
    kind: str = "provisioned"
    state: str = "ACTIVE"
    state_message: str | None = None
    brokers: Strings = field(default_factory=dict)
    auths: list[str] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    subnet_ids: list[str] = field(default_factory=lambda: ["subnet-0aaa0000000000001", "subnet-0aaa0000000000002"])
    security_group_ids: list[str] = field(default_factory=list)
    kafka_version: str = "3.8.x"
    instance_type: str = "kafka.m7g.large"
    storage_gib: int = 100
    tags: dict[str, str] = field(default_factory=dict)
    scram_secrets: list[str] = field(default_factory=list)
    policy: str | None = None
    #: Milliseconds since the epoch.
    created_at: float = field(default_factory=lambda: time.time() * 1000)

    @property
    def is_serverless(self) -> bool:
        return self.kind == "serverless"


class Clusters:
    def __init__(self) -> None:
        self._by_arn: dict[str, Cluster] = {}

    def create(self, name: str, nodes: list[dict[str, Any]] | None = None, **settings: Any) -> str:
        unique = uuid4()
        suffix = "s1" if settings.get("kind") == "serverless" else "3"
        arn = f"arn:aws:kafka:{REGION}:{ACCOUNT}:cluster/{name}/{unique}-{suffix}"
        cluster = Cluster(name, arn, **settings)
        if "auths" not in settings:
            cluster.auths = sorted({auth for strings in cluster.brokers.values() for auth in strings})
        if not cluster.is_serverless:
            domain = f"{name.lower()}.{unique.hex[:6]}.c3.kafka.{REGION}.amazonaws.com"
            given = [{}, {}] if nodes is None else nodes
            cluster.nodes = [_node(cluster, index, domain, **snake_keys(one)) for index, one in enumerate(given)]
        self._by_arn[arn] = cluster
        return arn

    def change(self, arn: str, **settings: Any) -> None:
        for name, value in settings.items():
            setattr(self._by_arn[arn], name, value)

    def delete(self, arn: str) -> None:
        del self._by_arn[arn]

    def clear(self) -> None:
        self._by_arn.clear()

    def find(self, arn: str) -> Cluster | None:
        return self._by_arn.get(arn)

    def all(self, prefix: str = "") -> list[Cluster]:
        return [cluster for cluster in list(self._by_arn.values()) if cluster.name.startswith(prefix)]


def _node(
    cluster: Cluster,
    index: int,
    domain: str,
    endpoint: str | None = None,
    private_address: str | None = None,
) -> Node:
    subnet_id = cluster.subnet_ids[index % len(cluster.subnet_ids)]
    interface_id = None
    if private_address is not None and any(subnet_id in subnets for subnets in backend().subnets.values()):
        interface_id = create_network_interface(subnet_id, private_address, cluster.security_group_ids)
    number = index + 1
    return Node(number, endpoint or f"b-{number}.{domain}", private_address, subnet_id, interface_id)
