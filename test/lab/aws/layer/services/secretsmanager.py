"""Secrets Manager: moto's, with AWS's limit of 20 secrets in a batch."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from moto.secretsmanager.models import secretsmanager_backends
from moto.secretsmanager.responses import SecretsManagerResponse

from layer.constraints import refuse_violations
from layer.environment import ACCOUNT, REGION
from layer.lab import Lab, Routes


def install(_: Lab) -> Routes:
    batch_get_secret_value = SecretsManagerResponse.batch_get_secret_value

    def batch(response: Any) -> Any:
        parameters = json.loads(response.body)
        refuse_violations("secretsmanager", "BatchGetSecretValue", parameters, "ValidationException")
        return batch_get_secret_value(response)

    SecretsManagerResponse.batch_get_secret_value = batch
    return {"secrets/put": put_secret}


def put_secret(name: str, text: str) -> str:
    """New, or in place of the text it had; answers its ARN."""
    secrets = secretsmanager_backends[ACCOUNT][REGION]
    if name in secrets.secrets:
        answer = secrets.put_secret_value(name, text, None, str(uuid4()), ["AWSCURRENT"])
    else:
        answer = secrets.create_secret(name, text, None, None, [], None, None, [], False)
    return json.loads(answer)["ARN"]
