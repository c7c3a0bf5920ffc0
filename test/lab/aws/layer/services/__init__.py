"""One module for each service that the layer mends.

Its `install(lab)` is called once, before the service is first used: it replaces or adds to what moto has, and
returns the service's routes of the control API, reached as `/exops-lab/<service>/<route>`. What isn't
named here is moto's own.
"""

#: By the name that requests are signed for.
MODULES = {
    "autoscaling": "layer.services.autoscaling",
    "cloudformation": "layer.services.cloudformation",
    "ec2": "layer.services.ec2",
    "ec2-instance-connect": "layer.services.instance_connect",
    "ecs": "layer.services.ecs",
    "eks": "layer.services.eks",
    "elasticache": "layer.services.elasticache",
    "elasticloadbalancing": "layer.services.load_balancing",
    "kafka": "layer.services.kafka",
    "logs": "layer.services.logs",
    "pricing": "layer.services.pricing",
    "rds": "layer.services.rds",
    "scheduler": "layer.services.scheduler",
    "secretsmanager": "layer.services.secretsmanager",
    "ssm": "layer.services.ssm",
}
