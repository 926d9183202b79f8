/** A `sluice.yaml` to begin with: everything that can be written, commented out, so that it changes nothing as it stands. */
export function exampleWorkspace(): string {
  return example;
}

const example = `# sluice.yaml: what Sluice should know of this VPC. Everything is optional, and as it
# stands it says nothing but defaults. It belongs in git.
# Paths are relative to this file. The reference is docs/reference/sluice-yaml.md.

# Flow logs: files, folders or patterns, for commands that are given none.
# sources:
#   - logs

# Folders that stand for S3 buckets, or for addresses in them, in Athena's LOCATION 's3://…'.
# s3:
#   my-flow-logs: logs

# Folder with the output of \`aws ec2 describe-…\`, when it is not called inventory beside the logs;
# \`sluice inventory commands\` prints the lines to run.
# inventory: inventory

# The VPC's own addresses, when there is no inventory.
# vpcCidrs:
#   - 10.0.0.0/16

# AWS's list of its public addresses: https://ip-ranges.amazonaws.com/ip-ranges.json
# ipRanges: ip-ranges.json

# The groups that policy speaks of.
workloads:
  # security-group, name (the Name tag), subnet or interface; where one is missing, the next stands in.
  grouping: security-group
  # Names of your own for groups, Name tags, subnets or interfaces, by id or by name.
  names:
  #  sg-0123456789abcdef0: checkout

# What is expected to leave; everything else is shown as unexpected.
# "to" is a CIDR block, a prefix list (pl-…), an AWS service (S3, secretsmanager), or one of
# own-vpc, peered, link-local-service, gateway-endpoint, aws-service, special-purpose, internet.
expected:
#  - to: S3
#    protocol: tcp
#    ports: 443
#    workload: app
#    owner: shop team
#    reason: product images
#  - to: 198.51.100.0/24
#    protocol: tcp
#    ports: [443, 8443-8445]
#    owner: payments
#    reason: card processor
#    label: card processor

# Port classes: a new name adds a class, a known name replaces it, \`off\` takes it out.
portClasses:
#  artifacts: { tcp: [8081, 8082], doc: Artifact stores }
#  mining: off

# Spans of time in which one usage scenario was run.
scenarios:
#  - name: checkout
#    from: 2026-11-20T14:00:00Z
#    to: 2026-11-20T14:30:00Z
`;
