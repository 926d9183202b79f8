"""Reads generated files as JSON lines of {kind, path, text}; prints one JSON list of what each parser says of each."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import botocore.loaders
import botocore.model
import botocore.validate
import hcl2
import suricataparser
from cfnlint.api import lint_all


def terraform(_, text):
    parsed = hcl2.loads(text)
    return [] if parsed.get("resource") else ["no resource"]


def cloudformation(_, text):
    return [str(match) for match in lint_all(text) if match.rule.severity != "informational"]


def operation(path):
    """The operation whose input a file is, from the first part of its name: `create-rule-group.x.json`."""
    words = Path(path).name.split(".")[0].split("-")
    service = "network-firewall" if words[-2:] in (["rule", "group"], ["firewall", "policy"]) else "ec2"
    if words[1] == "security" or words[1] == "network":
        service = "ec2"
    return service, "".join(word.capitalize() for word in words)


def cli(path, text):
    service, name = operation(path)
    model = botocore.loaders.Loader().load_service_model(service, "service-2")
    shape = botocore.model.ServiceModel(model).operation_model(name).input_shape
    inputs = [json.loads(line) for line in text.splitlines()] if path.endswith(".ndjson") else [json.loads(text)]
    problems = []
    for value in inputs:
        # These two come from the answer of the call before, on the command line.
        if "network-acl-entry" in path:
            value = {"NetworkAclId": "acl-0123456789abcdef0", **value}
        if "authorize" in path:
            value = {"GroupId": "sg-0123456789abcdef0", **value}
        problems += members(shape, value, name)
        report = botocore.validate.ParamValidator().validate(value, shape)
        if report.has_errors():
            problems.append(report.generate_report())
    return problems


def members(shape, value, place):
    """Members that the shape does not have, which the validator lets pass."""
    problems = []
    if shape.type_name == "structure":
        for key, inner in value.items():
            if key not in shape.members:
                problems.append(f"{place} has no {key}")
            else:
                problems += members(shape.members[key], inner, f"{place}.{key}")
    elif shape.type_name == "list":
        for inner in value:
            problems += members(shape.member, inner, place)
    elif shape.type_name == "map":
        for inner in value.values():
            problems += members(shape.value, inner, place)
    return problems


def suricata(_, text):
    """Rules alone; the variables that they name are given on the command line of the engine."""
    lines = [line for line in text.splitlines() if line]
    problems = [f"not read: {line}" for line in lines if suricataparser.parse_rule(line) is None]
    names = sorted({word[1:] for line in lines for word in line.split() if word.startswith("$")} | {"HOME_NET"})
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder, "sluice.rules")
        rules.write_text(text)
        sets = [part for name in names for part in ("--set", f"vars.address-groups.{name}=[10.32.16.10/32]")]
        run = subprocess.run(
            ["suricata", "-T", "-S", str(rules), "-l", folder, "-c", "/etc/suricata/suricata.yaml", *sets],
            capture_output=True,
            text=True,
        )
        if run.returncode != 0:
            problems.append(run.stderr + run.stdout)
    return problems


checks = {"terraform": terraform, "cloudformation": cloudformation, "cli": cli, "suricata": suricata}
answers = []
for line in sys.stdin:
    file = json.loads(line)
    try:
        answers.append(checks[file["kind"]](file["path"], file["text"]))
    except Exception as cause:
        answers.append([f"{type(cause).__name__}: {cause}"])
print(json.dumps(answers))
