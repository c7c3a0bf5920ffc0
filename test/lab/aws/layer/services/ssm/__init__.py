"""Systems Manager: agents, the scripts they run, sessions, and parameters for tests."""

from __future__ import annotations

from moto.ssm.models import ssm_backends

from layer.environment import ACCOUNT, REGION
from layer.lab import Lab, Routes
from layer.services.ssm import agents, scripts, sessions


def install(lab: Lab) -> Routes:
    # What an instance is like is mended there.
    lab.routes("ec2")
    agents.install()
    sessions.install()
    return {**scripts.install(lab), "parameters/put": put_parameter}


def put_parameter(name: str, value: str, secret: bool = False) -> None:
    """New, or in place of the value it had."""
    kind = "SecureString" if secret else "String"
    ssm_backends[ACCOUNT][REGION].put_parameter(
        name, None, value, kind, None, None, True, [], "text", tier=None, policies=None
    )
