"""Pages of DescribeInstances as large as AWS's: moto's end after 100 where the client names no number."""

from __future__ import annotations

from typing import Any

from moto.ec2.responses import EC2Response


def install() -> None:
    describe_instances = EC2Response.describe_instances

    def describe(response: Any) -> Any:
        response.params.setdefault("MaxResults", 1000)
        return describe_instances(response)

    EC2Response.describe_instances = describe
