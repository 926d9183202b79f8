# Security groups are stateful: replies need no rule.
# They do not filter Amazon DNS, instance metadata, Time Sync, DHCP and Windows activation, which flow logs do not show: no rule is needed for them.
# The new groups carry egress only and are attached to nothing; for the AWS CLI their id goes into --group-id. An interface allows what any of its groups allows: the egress rules of its other groups have to go before these have an effect.

resource "aws_security_group" "app_egress" {
  name        = "sluice-egress-app"
  description = "Egress of app, derived by Sluice"
  vpc_id      = "vpc-0f1e2d3c4b5a69788"
}

resource "aws_vpc_security_group_egress_rule" "app_00000a01" {
  security_group_id            = aws_security_group.app_egress.id
  description                  = "sluice 00000a01 serves aaaaaaa1 aaaaaaa2"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = "sg-0db00000000000000"
}

resource "aws_vpc_security_group_egress_rule" "app_00000a02" {
  security_group_id = aws_security_group.app_egress.id
  description       = "sluice 00000a02 serves 0000000a"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  prefix_list_id    = "pl-6ea54007"
}

resource "aws_vpc_security_group_egress_rule" "app_00000a03" {
  security_group_id = aws_security_group.app_egress.id
  description       = "sluice 00000a03 serves 0000000a"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "198.51.100.7/32"
}

resource "aws_vpc_security_group_egress_rule" "app_00000a04" {
  security_group_id = aws_security_group.app_egress.id
  description       = "sluice 00000a04 serves 0000000a"
  ip_protocol       = "tcp"
  from_port         = 8000
  to_port           = 8100
  cidr_ipv6         = "2001:db8:99::/64"
}

resource "aws_vpc_security_group_egress_rule" "app_00000a05" {
  security_group_id = aws_security_group.app_egress.id
  description       = "sluice 00000a05 serves 0000000a"
  ip_protocol       = "icmp"
  from_port         = -1
  to_port           = -1
  cidr_ipv4         = "198.51.100.9/32"
}

resource "aws_security_group" "batch_jobs_egress" {
  name        = "sluice-egress-batch-jobs"
  description = "Egress of batch jobs, derived by Sluice"
  vpc_id      = "vpc-0f1e2d3c4b5a69788"
}

resource "aws_vpc_security_group_egress_rule" "batch_jobs_00000b01" {
  security_group_id = aws_security_group.batch_jobs_egress.id
  description       = "sluice 00000b01 serves 0000000a"
  ip_protocol       = "udp"
  from_port         = 123
  to_port           = 123
  cidr_ipv4         = "203.0.113.0/28"
}

resource "aws_vpc_security_group_egress_rule" "batch_jobs_00000b02" {
  security_group_id = aws_security_group.batch_jobs_egress.id
  description       = "sluice 00000b02 serves 0000000a"
  ip_protocol       = "47"
  cidr_ipv4         = "203.0.113.77/32"
}

resource "aws_vpc_security_group_egress_rule" "batch_jobs_00000b03" {
  security_group_id = aws_security_group.batch_jobs_egress.id
  description       = "sluice 00000b03 allowed by the ledger, not seen"
  ip_protocol       = "-1"
  cidr_ipv4         = "192.0.2.1/32"
}
