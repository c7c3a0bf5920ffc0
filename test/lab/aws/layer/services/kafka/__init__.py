"""MSK, which calls itself kafka: clusters that tests make, with the addresses of their own brokers.

moto's clusters have no brokers, and dates that no SDK reads, so the layer answers by itself.
"""

from __future__ import annotations

from layer.lab import Lab, Routes
from layer.services.kafka.actions import Actions
from layer.services.kafka.clusters import Clusters


def install(lab: Lab) -> Routes:
    # The network interfaces of its brokers are there.
    lab.routes("ec2")
    clusters = Clusters()
    lab.answers["kafka"] = Actions(clusters).answer
    lab.on_reset(clusters.clear)
    return {
        "clusters/create": clusters.create,
        "clusters/change": clusters.change,
        "clusters/delete": clusters.delete,
    }
