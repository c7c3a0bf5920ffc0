"""Products and what they cost on demand.

https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-ppslong.html
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

_region = {
    "regionCode": "ap-northeast-2",
    "location": "Asia Pacific (Seoul)",
    "locationType": "AWS Region",
}
_on_demand = "JRTCKXETXF"
_rate = "6YS6EN2CT7"
_ipv4 = "VpcPublicIPv4Address"


@dataclass(frozen=True)
class Product:
    #: `AmazonEC2`
    service: str
    family: str
    #: Without the prefix of the region: `BoxUsage:t3.large`
    usage: str
    operation: str
    attributes: dict[str, str]
    #: Of one unit.
    usd: str
    unit: str

    def all_attributes(self) -> dict[str, str]:
        own = {"servicecode": self.service, "usagetype": f"APN2-{self.usage}", "operation": self.operation}
        return {**_region, **own, **self.attributes, "productFamily": self.family}

    def to_answer(self) -> dict[str, Any]:
        attributes = self.all_attributes()
        family = attributes.pop("productFamily")
        sku = sha256(repr((self.service, attributes)).encode()).hexdigest()[:16].upper()
        offer, rate = f"{sku}.{_on_demand}", f"{sku}.{_on_demand}.{_rate}"
        dimension = {
            "unit": self.unit,
            "endRange": "Inf",
            "description": f"${float(self.usd):g} per {self.unit} of {self.usage}",
            "appliesTo": [],
            "rateCode": rate,
            "beginRange": "0",
            "pricePerUnit": {"USD": f"{float(self.usd):.10f}"},
        }
        term = {
            "priceDimensions": {rate: dimension},
            "sku": sku,
            "effectiveDate": "2026-11-01T00:00:00Z",
            "offerTermCode": _on_demand,
            "termAttributes": {},
        }
        return {
            "product": {"productFamily": family, "attributes": attributes, "sku": sku},
            "serviceCode": self.service,
            "terms": {"OnDemand": {offer: term}},
            "version": "20261101000000",
            "publicationDate": "2026-11-01T00:00:00Z",
        }


def _instances(type: str, vcpu: str, memory: str, linux: str, windows: str) -> list[Product]:
    """As the list has it: with other systems and tenancies beside what nearly everyone means."""
    box = {
        "instanceType": type,
        "vcpu": vcpu,
        "memory": memory,
        "operatingSystem": "Linux",
        "tenancy": "Shared",
        "capacitystatus": "Used",
        "preInstalledSw": "NA",
        "licenseModel": "No License required",
        "marketoption": "OnDemand",
    }
    dedicated = f"{float(linux) * 1.06:.4f}"

    def product(usage: str, operation: str, usd: str, **changes: str) -> Product:
        attributes = {**box, **changes}
        return Product("AmazonEC2", "Compute Instance", f"{usage}:{type}", operation, attributes, usd, "Hrs")

    return [
        product("BoxUsage", "RunInstances", linux),
        product("UnusedBox", "RunInstances", linux, capacitystatus="UnusedCapacityReservation"),
        product("BoxUsage", "RunInstances:0002", windows, operatingSystem="Windows"),
        product("DedicatedUsage", "RunInstances", dedicated, tenancy="Dedicated"),
    ]


def _databases(type: str, engine: str, operation: str, single: str) -> list[Product]:
    def product(deployment: str, usage: str, usd: str) -> Product:
        attributes = {
            "instanceType": type,
            "databaseEngine": engine,
            "deploymentOption": deployment,
            "licenseModel": "No license required",
        }
        return Product("AmazonRDS", "Database Instance", f"{usage}:{type}", operation, attributes, usd, "Hrs")

    return [
        product("Single-AZ", "InstanceUsage", single),
        product("Multi-AZ", "Multi-AZUsage", f"{float(single) * 2:.4f}"),
    ]


def _volumes(type: str, usage: str, usd: str) -> Product:
    attributes = {"volumeApiName": type, "volumeType": "General Purpose", "storageMedia": "SSD-backed"}
    return Product("AmazonEC2", "Storage", usage, "", attributes, usd, "GB-Mo")


def _database_storage(type: str, usage: str, usd: str) -> Product:
    attributes = {"databaseEngine": "Any", "deploymentOption": "Single-AZ", "volumeType": type}
    return Product("AmazonRDS", "Database Storage", usage, "", attributes, usd, "GB-Mo")


def _caches(type: str, engine: str, usd: str) -> list[Product]:
    """Beside what a node costs the list has what an engine out of support costs more."""

    def product(usage: str, price: str) -> Product:
        attributes = {"instanceType": type, "cacheEngine": engine}
        return Product("AmazonElastiCache", "Cache Instance", f"{usage}:{type}", "", attributes, price, "Hrs")

    return [
        product("NodeUsage", usd),
        product("ExtendedSupport-Yr1-2-NodeUsage", f"{float(usd) * 0.8:.4f}"),
    ]


def _kafka(usage: str, usd: str, unit: str = "hours") -> Product:
    return Product("AmazonMSK", "Managed Streaming for Apache Kafka (MSK)", usage, "", {}, usd, unit)


def _hourly(
    service: str, family: str, usage: str, usd: str, unit: str = "Hrs", **attributes: str
) -> Product:
    return Product(service, family, usage, "", attributes, usd, unit)


PRODUCTS = [
    *_instances("t3.micro", "2", "1 GiB", "0.013", "0.0222"),
    *_instances("t3.medium", "2", "4 GiB", "0.052", "0.0704"),
    *_instances("t3.large", "2", "8 GiB", "0.104", "0.1316"),
    *_instances("m5.large", "2", "8 GiB", "0.118", "0.21"),
    *_instances("m5d.large", "2", "8 GiB", "0.139", "0.231"),
    *_databases("db.t3.medium", "MySQL", "CreateDBInstance:0002", "0.104"),
    *_databases("db.t3.medium", "PostgreSQL", "CreateDBInstance:0014", "0.104"),
    *_databases("db.t3.medium", "Aurora MySQL", "CreateDBInstance:0016", "0.125"),
    _volumes("gp3", "EBS:VolumeUsage.gp3", "0.0912"),
    _volumes("gp2", "EBS:VolumeUsage.gp2", "0.114"),
    Product("AmazonEC2", "Storage Snapshot", "EBS:SnapshotUsage", "", {}, "0.05", "GB-Mo"),
    _database_storage("General Purpose", "RDS:GP2-Storage", "0.131"),
    _database_storage("General Purpose-GP3", "RDS:GP3-Storage", "0.131"),
    _hourly("AmazonEKS", "Compute", "AmazonEKS-Hours:perCluster", "0.1", unit="Hours"),
    _hourly("AmazonEC2", "NAT Gateway", "NatGateway-Hours", "0.059", group="NGW:NatGateway"),
    _hourly("AmazonVPC", _ipv4, "PublicIPv4:InUseAddress", "0.005", group="VPCPublicIPv4Address"),
    _hourly("AmazonVPC", _ipv4, "PublicIPv4:IdleAddress", "0.005", group="VPCPublicIPv4Address"),
    _hourly("AmazonVPC", "VpcEndpoint", "VpcEndpoint-Hours", "0.013", endpointType="PrivateLink"),
    _hourly("AWSELB", "Load Balancer-Application", "LoadBalancerUsage", "0.0225"),
    _hourly("AWSELB", "Load Balancer-Network", "LoadBalancerUsage", "0.0225"),
    *_caches("cache.t4g.micro", "Redis", "0.024"),
    *_caches("cache.t4g.micro", "Valkey", "0.0192"),
    _kafka("Kafka.t3.small", "0.0583"),
    _kafka("Kafka.m5.large", "0.263"),
    _kafka("Express.m7g.large", "0.51"),
    _kafka("Kafka.Storage.GP2", "0.114", "GB-Mo"),
    _kafka("KafkaServerless-ClusterHours", "0.9375"),
    _kafka("KafkaServerless-PartitionHours", "0.0019"),
    _hourly("AmazonECS", "Compute", "Fargate-vCPU-Hours:perCPU", "0.04656", unit="hours", cputype="perCPU"),
    _hourly("AmazonECS", "Compute", "Fargate-GB-Hours", "0.00511", unit="hours", memorytype="perGB"),
]
