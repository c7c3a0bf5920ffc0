"""Scripts sent to instances. Nothing runs: they print and end as the test said before."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from moto.ssm.models import SimpleSystemManagerBackend

from layer.aws_error import AwsError
from layer.lab import Lab, Routes
from layer.services.ssm.agents import is_online

# AWS hands out no more of either stream.
_shown_characters = 24_000


@dataclass
class ScriptOutput:
    """What the scripts sent to an instance print, and how they end."""

    stdout: str = ""
    stderr: str = ""
    status: str = "Success"
    exit_code: int = 0
    #: How long each of them runs.
    seconds: float = 0
    #: How many times AWS is asked for the result before it has heard of the command.
    unseen: int = 0


@dataclass
class Sent:
    output: ScriptOutput
    at: float = field(default_factory=time.monotonic)
    asked: int = 0

    def is_unseen(self) -> bool:
        self.asked += 1
        return self.asked <= self.output.unseen

    def result(self) -> dict[str, Any]:
        if time.monotonic() < self.at + self.output.seconds:
            return {"Status": "InProgress", "StatusDetails": "InProgress", "ResponseCode": -1}
        return {
            "Status": self.output.status,
            "StatusDetails": self.output.status,
            "ResponseCode": self.output.exit_code,
            "StandardOutputContent": self.output.stdout[:_shown_characters],
            "StandardErrorContent": self.output.stderr[:_shown_characters],
        }


def install(lab: Lab) -> Routes:
    outputs: dict[str, ScriptOutput] = {}
    sent: dict[tuple[str, str], Sent] = {}
    scripts: list[dict[str, Any]] = []
    send_command = SimpleSystemManagerBackend.send_command
    get_command_invocation = SimpleSystemManagerBackend.get_command_invocation

    def send(self: Any, **command: Any) -> Any:
        instances = list(command["instance_ids"])
        _refuse_offline(self, instances)
        answer = send_command(self, **command)
        # Without targets moto means every instance there is.
        answer.instance_ids = instances
        answer.status = answer.status_details = "Pending"
        for instance in instances:
            sent[answer.command_id, instance] = Sent(outputs.get(instance, ScriptOutput()))
            lines = (command["parameters"] or {}).get("commands", [])
            scripts.append({"instanceId": instance, "document": command["document_name"], "commands": lines})
        return answer

    def get(self: Any, command_id: str, instance_id: str, plugin_name: str | None) -> dict[str, Any]:
        command = sent.get((command_id, instance_id))
        if command is None or command.is_unseen():
            raise AwsError("InvocationDoesNotExist", "")
        return {**get_command_invocation(self, command_id, instance_id, plugin_name), **command.result()}

    def set_output(instance_id: str, **output: Any) -> None:
        outputs[instance_id] = ScriptOutput(**output)

    def seen(instance_id: str) -> list[dict[str, Any]]:
        return [script for script in list(scripts) if script["instanceId"] == instance_id]

    SimpleSystemManagerBackend.send_command = send
    SimpleSystemManagerBackend.get_command_invocation = get
    for memory in (outputs, sent, scripts):
        lab.on_reset(memory.clear)
    return {"scripts": seen, "scripts/set-output": set_output}


def _refuse_offline(backend: Any, instances: list[str]) -> None:
    offline = [one for one in instances if not is_online(backend.account_id, backend.region_name, one)]
    if offline:
        listed = ", ".join(offline)
        message = f"Instances [[{listed}]] not in a valid state for account {backend.account_id}"
        raise AwsError("InvalidInstanceId", message)
