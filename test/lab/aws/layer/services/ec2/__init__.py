"""EC2: states that take time, refusals, addresses by tag, consoles and Instance Connect Endpoints to set."""

from __future__ import annotations

from layer.lab import Lab, Routes
from layer.services.ec2 import (
    addresses,
    console,
    endpoints,
    instances,
    left,
    networks,
    pages,
    starts,
    states,
    stops,
)


def install(lab: Lab) -> Routes:
    addresses.install()
    states.install(lab)
    starts.install(lab)
    stops.install()
    pages.install()
    return {
        **console.install(lab),
        **endpoints.install(lab),
        **instances.routes(),
        **left.routes(),
        **networks.routes(),
    }
