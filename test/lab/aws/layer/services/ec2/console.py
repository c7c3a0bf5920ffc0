"""What instances write to their console: what a test says, and nothing until then."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ec2.responses import EC2Response

from layer.lab import Lab, Routes

# AWS keeps no more.
_kept_bytes = 64 * 1024


def install(lab: Lab) -> Routes:
    outputs: dict[str, bytes] = {}

    def get_console_output(response: Any) -> ActionResult:
        instance = response.ec2_backend.get_instance(response._get_param("InstanceId"))
        answer = {"InstanceId": instance.id, "Timestamp": utcnow()}
        if instance.id in outputs:
            answer["Output"] = b64encode(outputs[instance.id]).decode()
        return ActionResult(answer)

    def set_output(instance_id: str, output: str) -> None:
        outputs[instance_id] = output.encode()[-_kept_bytes:]

    EC2Response.get_console_output = get_console_output
    lab.on_reset(outputs.clear)
    return {"console/set": set_output}
