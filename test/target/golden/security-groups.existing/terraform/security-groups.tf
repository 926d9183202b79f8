# Security groups are stateful: replies need no rule.
# They do not filter Amazon DNS, instance metadata, Time Sync, DHCP and Windows activation, which flow logs do not show: no rule is needed for them.
# These rules are added to groups that exist. A group that still has the default rule to 0.0.0.0/0, or any other, allows that as well: `sluice policy usage` shows what to revoke.

resource "aws_vpc_security_group_egress_rule" "app_00000a01" {
  security_group_id            = "sg-0a990000000000000"
  description                  = "sluice 00000a01 serves aaaaaaa1 aaaaaaa2"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = "sg-0db00000000000000"
}

resource "aws_vpc_security_group_egress_rule" "app_00000a02" {
  security_group_id = "sg-0a990000000000000"
  description       = "sluice 00000a02 serves 0000000a"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  prefix_list_id    = "pl-6ea54007"
}

resource "aws_vpc_security_group_egress_rule" "app_00000a03" {
  security_group_id = "sg-0a990000000000000"
  description       = "sluice 00000a03 serves 0000000a"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "198.51.100.7/32"
}

resource "aws_vpc_security_group_egress_rule" "app_00000a04" {
  security_group_id = "sg-0a990000000000000"
  description       = "sluice 00000a04 serves 0000000a"
  ip_protocol       = "tcp"
  from_port         = 8000
  to_port           = 8100
  cidr_ipv6         = "2001:db8:99::/64"
}

resource "aws_vpc_security_group_egress_rule" "app_00000a05" {
  security_group_id = "sg-0a990000000000000"
  description       = "sluice 00000a05 serves 0000000a"
  ip_protocol       = "icmp"
  from_port         = -1
  to_port           = -1
  cidr_ipv4         = "198.51.100.9/32"
}

resource "aws_vpc_security_group_egress_rule" "batch_jobs_00000b01" {
  security_group_id = "sg-0ba00000000000000"
  description       = "sluice 00000b01 serves 0000000a"
  ip_protocol       = "udp"
  from_port         = 123
  to_port           = 123
  cidr_ipv4         = "203.0.113.0/28"
}

resource "aws_vpc_security_group_egress_rule" "batch_jobs_00000b02" {
  security_group_id = "sg-0ba00000000000000"
  description       = "sluice 00000b02 serves 0000000a"
  ip_protocol       = "47"
  cidr_ipv4         = "203.0.113.77/32"
}

resource "aws_vpc_security_group_egress_rule" "batch_jobs_00000b03" {
  security_group_id = "sg-0ba00000000000000"
  description       = "sluice 00000b03 allowed by the ledger, not seen"
  ip_protocol       = "-1"
  cidr_ipv4         = "192.0.2.1/32"
}
