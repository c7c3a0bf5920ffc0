"""Elastic Load Balancing: moto's, and load balancers for tests."""

from __future__ import annotations

from moto.elbv2.models import elbv2_backends

from layer.environment import ACCOUNT, REGION
from layer.lab import Lab, Routes


def install(_: Lab) -> Routes:
    return {"load-balancers/create": create}


def create(name: str, tags: dict[str, str], subnet_ids: list[str], type: str = "application") -> str:
    balancer = elbv2_backends[ACCOUNT][REGION].create_load_balancer(
        name,
        [],
        subnet_ids,
        loadbalancer_type=type,
        tags=[{"Key": key, "Value": value} for key, value in tags.items()],
    )
    return balancer.arn
