"""EC2 Instance Connect: refuses what AWS refuses, and puts keys where the lab's SSH servers look."""

from __future__ import annotations

import json
import time
from typing import Any
from uuid import uuid4

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_ssh_public_key
from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.ec2instanceconnect.responses import Ec2InstanceConnectResponse

from layer.aws_error import AwsError
from layer.constraints import refuse_violations
from layer.environment import ACCOUNT
from layer.keys import KeysFolder
from layer.lab import Lab, Routes


def install(lab: Lab) -> Routes:
    # What an instance is like is mended there.
    lab.routes("ec2")
    keys = KeysFolder(lab.keys_folder, lab.key_seconds)
    pushes: list[dict[str, Any]] = []

    def send_ssh_public_key(response: Any) -> ActionResult:
        parameters = json.loads(response.body)
        push = _record(parameters, response.get_access_key())
        pushes.append(push)
        try:
            _refuse(parameters, response.region)
        except AwsError as error:
            push["error"] = error.code
            raise
        keys.let_in(push["instanceId"], push["user"], push["key"])
        return ActionResult({"RequestId": str(uuid4()), "Success": True})

    def seen(access_key_id: str | None = None) -> list[dict[str, Any]]:
        return [push for push in list(pushes) if access_key_id in (None, push["accessKeyId"])]

    Ec2InstanceConnectResponse.send_ssh_public_key = send_ssh_public_key
    lab.on_reset(pushes.clear)
    return {"pushes": seen}


def _record(parameters: dict[str, Any], access_key: str) -> dict[str, Any]:
    return {
        "at": int(time.time() * 1000),
        "instanceId": parameters.get("InstanceId"),
        "user": parameters.get("InstanceOSUser"),
        "key": str(parameters.get("SSHPublicKey")).strip(),
        "availabilityZone": parameters.get("AvailabilityZone"),
        "accessKeyId": access_key,
        "error": None,
    }


def _refuse(parameters: dict[str, Any], region: str) -> None:
    refuse_violations("ec2-instance-connect", "SendSSHPublicKey", parameters, "InvalidArgsException")
    if not _is_accepted(parameters["SSHPublicKey"].strip()):
        raise AwsError("InvalidArgsException", "SSH Public key is invalid.")
    instance = ec2_backends[ACCOUNT][region].get_instance_by_id(parameters["InstanceId"])
    zone = parameters.get("AvailabilityZone")
    if instance is None or zone not in (None, instance.availability_zone):
        raise AwsError("EC2InstanceNotFoundException", "Instance not found.")
    if instance.state != "running":
        raise AwsError("EC2InstanceStateInvalidException", "Instance is not in valid state.")


def _is_accepted(line: str) -> bool:
    """RSA from 2048 bits on and Ed25519; AWS takes no other keys."""
    if "\n" in line or not line.startswith(("ssh-rsa ", "ssh-ed25519 ")):
        return False
    try:
        key = load_ssh_public_key(line.encode())
    except (ValueError, UnsupportedAlgorithm):
        return False
    return isinstance(key, Ed25519PublicKey) or (isinstance(key, RSAPublicKey) and key.key_size >= 2048)
