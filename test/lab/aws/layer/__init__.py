"""AWS for the tests: moto, and on top of it what moto lacks or answers unlike AWS.

A request goes through these modules: server → front → (control | faults → moto). What the layer mends is in
services, one module for each AWS service; it is loaded when the service is first asked for something.
"""
