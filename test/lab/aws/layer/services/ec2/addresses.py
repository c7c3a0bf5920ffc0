"""The addresses of instances.

moto invents public addresses out of a range that belongs to somebody. Here an instance has the one that its
tag `exops-lab:public-ip` names, as long as it runs, or none; of several words there, each start takes the
next. An Elastic IP at it takes their place, and stays. `exops-lab:private-ip`, `exops-lab:ipv6` and
`exops-lab:platform` are read likewise.
"""

from __future__ import annotations

from typing import Any

from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.instances import Instance

from layer.services.ec2.starts import starts
from layer.services.ec2.tags import lab_tag

_public_states = ("pending", "running", "stopping")


def install() -> None:
    Instance.public_ip = Instance.public_ip_address = property(_public)
    Instance.private_ip = Instance.private_ip_address = property(_private)
    Instance.private_dns_name = property(_private_name)
    Instance.network_interfaces = property(_interfaces)
    Instance.ipv6_address = property(lambda instance: lab_tag(instance, "ipv6"))
    Instance.platform = property(lambda instance: lab_tag(instance, "platform"), _ignore)
    NetworkInterface.public_ip = property(_public_of_interface, _ignore)
    NetworkInterface.private_ip_address = property(_private_of_interface, _keep_private)
    NetworkInterface.instance_private_ip_address_list = property(_private_list)
    association = NetworkInterface.association.fget
    NetworkInterface.association = property(lambda interface: _owned(association(interface)))


def _public(instance: Any) -> str | None:
    elastic = None if instance.state == "terminated" else _elastic(instance.nics[0])
    if elastic is not None or instance.state not in _public_states:
        return elastic
    words = (lab_tag(instance, "public-ip") or "").split()
    return words[min(starts(instance), len(words) - 1)] if words else None


def _elastic(interface: Any) -> str | None:
    return next((eip.public_ip for eip in interface.ec2_backend.addresses if eip.eni is interface), None)


def _owned(association: dict[str, Any]) -> dict[str, Any] | None:
    """moto gives an interface without a public address an empty one, and all addresses to the account."""
    if not association:
        return None
    return association if "allocationId" in association else {**association, "ipOwnerId": "amazon"}


def _private(instance: Any) -> str | None:
    return None if instance.state == "terminated" else instance.nics[0].private_ip_address


def _private_name(instance: Any) -> str:
    address = instance.private_ip
    return (
        "" if address is None else f"ip-{address.replace('.', '-')}.{instance.region_name}.compute.internal"
    )


def _interfaces(instance: Any) -> list[Any]:
    return [] if instance.state == "terminated" else list(instance.nics.values())


def _instance_of(interface: Any) -> Any:
    """The instance whose primary interface it is; an interface that is being made has none yet."""
    return getattr(interface, "instance", None) if interface.device_index == 0 else None


def _public_of_interface(interface: Any) -> str | None:
    instance = _instance_of(interface)
    return _elastic(interface) if instance is None else instance.public_ip


def _private_of_interface(interface: Any) -> str | None:
    instance = _instance_of(interface)
    wanted = None if instance is None else lab_tag(instance, "private-ip")
    return wanted or interface.__dict__.get("invented_private_ip")


def _keep_private(interface: Any, address: str | None) -> None:
    interface.__dict__["invented_private_ip"] = address


def _private_list(interface: Any) -> list[dict[str, Any]]:
    primary = {"PrivateIpAddress": interface.private_ip_address, "Primary": True}
    return [{**primary, "Association": interface.association} if interface.public_ip else primary]


def _ignore(_: Any, __: Any) -> None:
    """Takes what moto invents."""
