"""The Price List, which moto has nothing of: a few products of Seoul, in the shape of AWS's."""

from __future__ import annotations

import json
from typing import Any

from layer.errors import error_response
from layer.http import Response
from layer.lab import Lab, Routes
from layer.request import AwsCall
from layer.services.pricing.products import PRODUCTS, Product

# https://docs.aws.amazon.com/general/latest/gr/billing.html
_regions = ("us-east-1", "eu-central-1", "ap-south-1")
_largest_page = 100


def install(lab: Lab) -> Routes:
    lab.answers["pricing"] = _answer
    return {}


def _answer(call: AwsCall) -> Response:
    parameters = call.parameters if isinstance(call.parameters, dict) else {}
    if call.region not in _regions:
        # There is no such host on AWS; whoever asks it has to hear of that in tests.
        return error_response(call, "ExopsLabFailure", f"pricing has no endpoint in {call.region}", 400)
    if call.action != "GetProducts":
        return error_response(call, "ExopsLabFailure", f"pricing {call.action}", 400)
    service = parameters.get("ServiceCode")
    if service is None:
        return error_response(call, "InvalidParameterException", "Member serviceCode must not be null", 400)
    filters = parameters.get("Filters") or []
    found = [product for product in PRODUCTS if product.service == service and _matches(product, filters)]
    start = int(parameters.get("NextToken") or 0)
    end = start + min(parameters.get("MaxResults") or _largest_page, _largest_page)
    answer: dict[str, Any] = {
        "FormatVersion": "aws_v1",
        "PriceList": [json.dumps(product.to_answer()) for product in found[start:end]],
    }
    if end < len(found):
        answer["NextToken"] = str(end)
    headers = [("Content-Type", "application/x-amz-json-1.1")]
    return Response(200, headers, json.dumps(answer).encode())


def _matches(product: Product, filters: list[dict[str, str]]) -> bool:
    attributes = {name.lower(): value for name, value in product.all_attributes().items()}
    return all(attributes.get(one["Field"].lower()) == one["Value"] for one in filters)
