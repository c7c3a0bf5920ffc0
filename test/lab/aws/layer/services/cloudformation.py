"""CloudFormation: moto's, and stacks for tests that are nothing but their outputs and exports."""

from __future__ import annotations

import json
import re

from moto.cloudformation.models import cloudformation_backends

from layer.environment import ACCOUNT, REGION
from layer.lab import Lab, Routes


def install(_: Lab) -> Routes:
    return {"stacks/put": put_stack}


def put_stack(name: str, outputs: dict[str, str], exports: dict[str, str]) -> None:
    """New, or in place of the one of that name. An export is an output too, by the letters of its name."""
    stacks = cloudformation_backends[ACCOUNT][REGION]
    if any(stack.name == name for stack in stacks.stacks.values()):
        stacks.delete_stack(name)
    exported = {
        re.sub(r"[^A-Za-z0-9]", "", export): {"Value": value, "Export": {"Name": export}}
        for export, value in exports.items()
    }
    plain = {key: {"Value": value} for key, value in outputs.items()}
    stacks.create_stack(name, json.dumps({"Resources": {}, "Outputs": {**plain, **exported}}), {})
