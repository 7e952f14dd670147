"""Runs Checkov with one addition: it also looks into policies.

In Terraform's JSON a policy is a text with JSON in it. Checkov 3.3.30 reads such a text when it comes from jsonencode(...) in
HCL, but not here: its checks of policies then pass over it, or pass (seen). So the texts are read for it.
"""

import json
import runpy

from checkov.terraform_json import parser

POLICIES = ("policy", "assume_role_policy")

as_checkov_reads = parser.hclify


def with_policies(obj, conf=None, parent_key=None):
    block = as_checkov_reads(obj, conf, parent_key)
    for name in POLICIES:
        text = obj.get(name)
        if isinstance(text, str) and text.startswith("{"):
            block[name] = [json.loads(text)]
    return block


# Called by its name in that module, by itself as well.
parser.hclify = with_policies

runpy.run_module("checkov.main", run_name="__main__")
