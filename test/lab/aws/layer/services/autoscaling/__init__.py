"""EC2 Auto Scaling: groups whose instances come and go in their own time, and fail to launch when told to."""

from __future__ import annotations

from layer.lab import Lab, Routes
from layer.services.autoscaling import activities, checks, for_tests, groups


def install(lab: Lab) -> Routes:
    # How long an instance is pending or shutting down is mended there.
    lab.routes("ec2")
    groups.install(lab)
    checks.install()
    activities.install()
    return for_tests.routes()
