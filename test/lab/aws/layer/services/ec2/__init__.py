"""EC2: states that take time, addresses by tag, console output and Instance Connect Endpoints to set."""

from __future__ import annotations

from layer.lab import Lab, Routes
from layer.services.ec2 import addresses, console, endpoints, instances, states


def install(lab: Lab) -> Routes:
    addresses.install()
    states.install(lab)
    return {**console.install(lab), **endpoints.install(lab), **instances.routes()}
