"""What a script of one's own would do: botocore asks AWS, and then OpenSSH takes the process over.

    botocore_connect.py USER PUBLIC_KEY COMMAND SSH_OPTION…

The instance is INSTANCE in ZONE with ADDRESS, or is looked up by NAME, its Name tag.
"""

import os
import sys
from pathlib import Path

import botocore.session


def main() -> None:
    user, key, command, *options = sys.argv[1:]
    session = botocore.session.get_session()
    instance, zone, address = look_up(session, os.environ["NAME"]) if "NAME" in os.environ else given()
    session.create_client("ec2-instance-connect").send_ssh_public_key(
        InstanceId=instance,
        AvailabilityZone=zone,
        InstanceOSUser=user,
        SSHPublicKey=Path(key).read_text(),
    )
    os.execvp("ssh", ["ssh", *options, f"{user}@{address}", command])


def given() -> tuple[str, str, str]:
    return os.environ["INSTANCE"], os.environ["ZONE"], os.environ["ADDRESS"]


def look_up(session: botocore.session.Session, name: str) -> tuple[str, str, str]:
    filters = [
        {"Name": "tag:Name", "Values": [name]},
        {"Name": "instance-state-name", "Values": ["running"]},
    ]
    answer = session.create_client("ec2").describe_instances(Filters=filters)
    instance = answer["Reservations"][0]["Instances"][0]
    return instance["InstanceId"], instance["Placement"]["AvailabilityZone"], instance["PublicIpAddress"]


main()
