"""EKS: node groups with Auto Scaling groups, whose updates take time, fail and refuse each other."""

from __future__ import annotations

from layer.lab import Lab, Routes
from layer.services.eks import for_tests, nodegroups, tags, updates


def install(lab: Lab) -> Routes:
    lab.routes("autoscaling")
    nodegroups.install()
    updates.install(lab)
    tags.install()
    return for_tests.routes()
