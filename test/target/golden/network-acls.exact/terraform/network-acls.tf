# Network ACLs keep no state: each entry out has its replies in, and each port served its replies out.
# Replies of what is served leave to ports 1024-65535 of whoever may open it: a network ACL cannot tell them from new connections to those ports. Only security groups or Network Firewall can.
# They do not filter Amazon DNS, instance metadata, Time Sync, DHCP and Windows activation, which flow logs do not show: no entry is needed for them.
# They are associated with no subnet. Traffic within one subnet passes none of them.
# The members of security groups and the entries of prefix lists are written as the addresses they had when the inventory was taken; describe and export again when they change.

# For subnet-app: associate it when the entries are in place.
resource "aws_network_acl" "sluice_app" {
  vpc_id = "vpc-0f1e2d3c4b5a69788"
  tags = {
    Name = "sluice-app"
  }
}

# 00000a01 serves aaaaaaa1 aaaaaaa2
resource "aws_network_acl_rule" "sluice_app_out_100" {
  network_acl_id = aws_network_acl.sluice_app.id
  rule_number    = 100
  egress         = true
  protocol       = "6"
  rule_action    = "allow"
  cidr_block     = "10.32.32.223/32"
  from_port      = 5432
  to_port        = 5432
}

# 00000a01 serves aaaaaaa1 aaaaaaa2
resource "aws_network_acl_rule" "sluice_app_out_110" {
  network_acl_id = aws_network_acl.sluice_app.id
  rule_number    = 110
  egress         = true
  protocol       = "6"
  rule_action    = "allow"
  cidr_block     = "10.32.33.10/32"
  from_port      = 5432
  to_port        = 5432
}

# 00000a02 serves 0000000a
resource "aws_network_acl_rule" "sluice_app_out_120" {
  network_acl_id = aws_network_acl.sluice_app.id
  rule_number    = 120
  egress         = true
  protocol       = "6"
  rule_action    = "allow"
  cidr_block     = "3.5.134.0/23"
  from_port      = 443
  to_port        = 443
}

# 00000a02 serves 0000000a
resource "aws_network_acl_rule" "sluice_app_out_130" {
  network_acl_id = aws_network_acl.sluice_app.id
  rule_number    = 130
  egress         = true
  protocol       = "6"
  rule_action    = "allow"
  cidr_block     = "52.219.168.0/21"
  from_port      = 443
  to_port        = 443
}

# 00000a03 serves 0000000a
resource "aws_network_acl_rule" "sluice_app_out_140" {
  network_acl_id = aws_network_acl.sluice_app.id
  rule_number    = 140
  egress         = true
  protocol       = "6"
  rule_action    = "allow"
  cidr_block     = "198.51.100.7/32"
  from_port      = 443
  to_port        = 443
}

# 00000a04 serves 0000000a
resource "aws_network_acl_rule" "sluice_app_out_150" {
  network_acl_id  = aws_network_acl.sluice_app.id
  rule_number     = 150
  egress          = true
  protocol        = "6"
  rule_action     = "allow"
  ipv6_cidr_block = "2001:db8:99::/64"
  from_port       = 8000
  to_port         = 8100
}

# 00000a05 serves 0000000a
resource "aws_network_acl_rule" "sluice_app_out_160" {
  network_acl_id = aws_network_acl.sluice_app.id
  rule_number    = 160
  egress         = true
  protocol       = "1"
  rule_action    = "allow"
  cidr_block     = "198.51.100.9/32"
  icmp_type      = -1
  icmp_code      = -1
}

# replies to what is served
resource "aws_network_acl_rule" "sluice_app_out_170" {
  network_acl_id = aws_network_acl.sluice_app.id
  rule_number    = 170
  egress         = true
  protocol       = "6"
  rule_action    = "allow"
  cidr_block     = "10.32.0.0/20"
  from_port      = 1024
  to_port        = 65535
}

# replies
resource "aws_network_acl_rule" "sluice_app_in_100" {
  network_acl_id = aws_network_acl.sluice_app.id
  rule_number    = 100
  egress         = false
  protocol       = "6"
  rule_action    = "allow"
  cidr_block     = "10.32.32.223/32"
  from_port      = 1024
  to_port        = 65535
}

# replies
resource "aws_network_acl_rule" "sluice_app_in_110" {
  network_acl_id = aws_network_acl.sluice_app.id
  rule_number    = 110
  egress         = false
  protocol       = "6"
  rule_action    = "allow"
  cidr_block     = "10.32.33.10/32"
  from_port      = 1024
  to_port        = 65535
}

# replies
resource "aws_network_acl_rule" "sluice_app_in_120" {
  network_acl_id = aws_network_acl.sluice_app.id
  rule_number    = 120
  egress         = false
  protocol       = "6"
  rule_action    = "allow"
  cidr_block     = "3.5.134.0/23"
  from_port      = 1024
  to_port        = 65535
}

# replies
resource "aws_network_acl_rule" "sluice_app_in_130" {
  network_acl_id = aws_network_acl.sluice_app.id
  rule_number    = 130
  egress         = false
  protocol       = "6"
  rule_action    = "allow"
  cidr_block     = "52.219.168.0/21"
  from_port      = 1024
  to_port        = 65535
}

# replies
resource "aws_network_acl_rule" "sluice_app_in_140" {
  network_acl_id = aws_network_acl.sluice_app.id
  rule_number    = 140
  egress         = false
  protocol       = "6"
  rule_action    = "allow"
  cidr_block     = "198.51.100.7/32"
  from_port      = 1024
  to_port        = 65535
}

# replies
resource "aws_network_acl_rule" "sluice_app_in_150" {
  network_acl_id  = aws_network_acl.sluice_app.id
  rule_number     = 150
  egress          = false
  protocol        = "6"
  rule_action     = "allow"
  ipv6_cidr_block = "2001:db8:99::/64"
  from_port       = 1024
  to_port         = 65535
}

# replies
resource "aws_network_acl_rule" "sluice_app_in_160" {
  network_acl_id = aws_network_acl.sluice_app.id
  rule_number    = 160
  egress         = false
  protocol       = "1"
  rule_action    = "allow"
  cidr_block     = "198.51.100.9/32"
  icmp_type      = -1
  icmp_code      = -1
}

# served here
resource "aws_network_acl_rule" "sluice_app_in_170" {
  network_acl_id = aws_network_acl.sluice_app.id
  rule_number    = 170
  egress         = false
  protocol       = "6"
  rule_action    = "allow"
  cidr_block     = "10.32.0.0/20"
  from_port      = 8080
  to_port        = 8080
}

# For subnet-batch: associate it when the entries are in place.
resource "aws_network_acl" "sluice_batch_jobs" {
  vpc_id = "vpc-0f1e2d3c4b5a69788"
  tags = {
    Name = "sluice-batch-jobs"
  }
}

# 00000b01 serves 0000000a
resource "aws_network_acl_rule" "sluice_batch_jobs_out_100" {
  network_acl_id = aws_network_acl.sluice_batch_jobs.id
  rule_number    = 100
  egress         = true
  protocol       = "17"
  rule_action    = "allow"
  cidr_block     = "203.0.113.0/28"
  from_port      = 123
  to_port        = 123
}

# 00000b02 serves 0000000a
resource "aws_network_acl_rule" "sluice_batch_jobs_out_110" {
  network_acl_id = aws_network_acl.sluice_batch_jobs.id
  rule_number    = 110
  egress         = true
  protocol       = "47"
  rule_action    = "allow"
  cidr_block     = "203.0.113.77/32"
}

# 00000b03 allowed by the ledger, not seen
resource "aws_network_acl_rule" "sluice_batch_jobs_out_120" {
  network_acl_id = aws_network_acl.sluice_batch_jobs.id
  rule_number    = 120
  egress         = true
  protocol       = "-1"
  rule_action    = "allow"
  cidr_block     = "192.0.2.1/32"
}

# replies
resource "aws_network_acl_rule" "sluice_batch_jobs_in_100" {
  network_acl_id = aws_network_acl.sluice_batch_jobs.id
  rule_number    = 100
  egress         = false
  protocol       = "17"
  rule_action    = "allow"
  cidr_block     = "203.0.113.0/28"
  from_port      = 1024
  to_port        = 65535
}

# replies
resource "aws_network_acl_rule" "sluice_batch_jobs_in_110" {
  network_acl_id = aws_network_acl.sluice_batch_jobs.id
  rule_number    = 110
  egress         = false
  protocol       = "47"
  rule_action    = "allow"
  cidr_block     = "203.0.113.77/32"
}

# replies
resource "aws_network_acl_rule" "sluice_batch_jobs_in_120" {
  network_acl_id = aws_network_acl.sluice_batch_jobs.id
  rule_number    = 120
  egress         = false
  protocol       = "-1"
  rule_action    = "allow"
  cidr_block     = "192.0.2.1/32"
}
