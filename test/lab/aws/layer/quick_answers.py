"""Takes out of moto's way to an answer what it does anew each time, and what grows with the resources."""

from __future__ import annotations

from functools import cache
from typing import Any

from moto import backends
from moto.core import responses
from moto.ec2.models.core import TaggedEC2Resource
from moto.ec2.models.instances import InstanceBackend, Reservation
from moto.ec2.utils import filter_reservations
from moto.moto_server.werkzeug_app import DomainDispatcherApplication


def speed_up_answers() -> None:
    modules = frozenset(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules
    DomainDispatcherApplication.get_backend_for_host = cache(DomainDispatcherApplication.get_backend_for_host)
    # A service is mended before its first call, so nothing is added later.
    responses.method_names_from_class = cache(responses.method_names_from_class)
    TaggedEC2Resource.get_tags = _tags
    InstanceBackend.all_reservations = _all_reservations


def _tags(resource: Any) -> list[dict[str, str]]:
    tags = resource.ec2_backend.tags.get(resource.id, {}) if resource.id else {}
    return [{"resource_id": resource.id, "key": key, "value": value} for key, value in dict(tags).items()]


def _all_reservations(self: Any, filters: Any = None) -> list[Reservation]:
    """Copies, for callers leave instances out of them."""
    copies = [_copy(reservation) for reservation in list(self.reservations.values())]
    return copies if filters is None else filter_reservations(copies, filters)


def _copy(reservation: Reservation) -> Reservation:
    copied = Reservation.__new__(Reservation)
    copied.__dict__.update(reservation.__dict__)
    return copied
