"""Errors that a mended service raises."""

from __future__ import annotations

from moto.core.exceptions import ServiceException


class AwsError(ServiceException):
    """moto writes it in the protocol of the service whose code raises it."""

    def __init__(self, code: str, message: str):
        super().__init__(code, message)
