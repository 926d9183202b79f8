# Rules match by the source addresses that the workloads had when the inventory was taken; describe and export again when they change.
# HOME_NET is set to the prefixes of the VPC that was analysed: a firewall in an inspection VPC would otherwise use its own (Network Firewall Developer Guide).
# Traffic to the link-local services (instance metadata, Amazon DNS, Time Sync) does not pass a firewall endpoint. Resolvers and time servers of your own do, and need a decision like any other.
# The members of security groups and the entries of prefix lists are written as the addresses they had when the inventory was taken; describe and export again when they change.
# The last rule drops everything that HOME_NET opens and no rule passes. Connections from outside, and their replies, are left alone.

resource "aws_networkfirewall_rule_group" "sluice_egress" {
  name        = "sluice-egress"
  description = "Egress derived by Sluice"
  type        = "STATEFUL"
  capacity    = 100

  rule_group {
    rule_variables {
      ip_sets {
        key = "APP"

        ip_set {
          definition = ["10.32.16.10/32", "10.32.16.11/32"]
        }
      }

      ip_sets {
        key = "BATCH_JOBS"

        ip_set {
          definition = ["10.32.18.5/32"]
        }
      }

      ip_sets {
        key = "HOME_NET"

        ip_set {
          definition = ["10.32.0.0/16", "2001:db8:20::/56"]
        }
      }

      ip_sets {
        key = "TO_00000A01"

        ip_set {
          definition = ["10.32.32.223/32", "10.32.33.10/32"]
        }
      }

      ip_sets {
        key = "TO_00000A02"

        ip_set {
          definition = ["3.5.134.0/23", "52.219.168.0/21"]
        }
      }
    }

    rules_source {
      stateful_rule {
        action = "PASS"

        header {
          protocol         = "TCP"
          source           = "$APP"
          source_port      = "ANY"
          direction        = "FORWARD"
          destination      = "$TO_00000A01"
          destination_port = "5432"
        }

        rule_option {
          keyword  = "msg"
          settings = ["\"sluice 00000a01\""]
        }

        rule_option {
          keyword  = "flow"
          settings = ["to_server"]
        }

        rule_option {
          keyword  = "sid"
          settings = ["1002561"]
        }
      }

      stateful_rule {
        action = "PASS"

        header {
          protocol         = "TCP"
          source           = "$APP"
          source_port      = "ANY"
          direction        = "FORWARD"
          destination      = "$TO_00000A02"
          destination_port = "443"
        }

        rule_option {
          keyword  = "msg"
          settings = ["\"sluice 00000a02\""]
        }

        rule_option {
          keyword  = "flow"
          settings = ["to_server"]
        }

        rule_option {
          keyword  = "sid"
          settings = ["1002562"]
        }
      }

      stateful_rule {
        action = "PASS"

        header {
          protocol         = "TCP"
          source           = "$APP"
          source_port      = "ANY"
          direction        = "FORWARD"
          destination      = "198.51.100.7/32"
          destination_port = "443"
        }

        rule_option {
          keyword  = "msg"
          settings = ["\"sluice 00000a03\""]
        }

        rule_option {
          keyword  = "flow"
          settings = ["to_server"]
        }

        rule_option {
          keyword  = "sid"
          settings = ["1002563"]
        }
      }

      stateful_rule {
        action = "PASS"

        header {
          protocol         = "TCP"
          source           = "$APP"
          source_port      = "ANY"
          direction        = "FORWARD"
          destination      = "2001:db8:99::/64"
          destination_port = "8000:8100"
        }

        rule_option {
          keyword  = "msg"
          settings = ["\"sluice 00000a04\""]
        }

        rule_option {
          keyword  = "flow"
          settings = ["to_server"]
        }

        rule_option {
          keyword  = "sid"
          settings = ["1002564"]
        }
      }

      stateful_rule {
        action = "PASS"

        header {
          protocol         = "ICMP"
          source           = "$APP"
          source_port      = "ANY"
          direction        = "FORWARD"
          destination      = "198.51.100.9/32"
          destination_port = "ANY"
        }

        rule_option {
          keyword  = "msg"
          settings = ["\"sluice 00000a05\""]
        }

        rule_option {
          keyword  = "flow"
          settings = ["to_server"]
        }

        rule_option {
          keyword  = "sid"
          settings = ["1002565"]
        }
      }

      stateful_rule {
        action = "PASS"

        header {
          protocol         = "UDP"
          source           = "$BATCH_JOBS"
          source_port      = "ANY"
          direction        = "FORWARD"
          destination      = "203.0.113.0/28"
          destination_port = "123"
        }

        rule_option {
          keyword  = "msg"
          settings = ["\"sluice 00000b01\""]
        }

        rule_option {
          keyword  = "flow"
          settings = ["to_server"]
        }

        rule_option {
          keyword  = "sid"
          settings = ["1002817"]
        }
      }

      stateful_rule {
        action = "PASS"

        header {
          protocol         = "IP"
          source           = "$BATCH_JOBS"
          source_port      = "ANY"
          direction        = "FORWARD"
          destination      = "203.0.113.77/32"
          destination_port = "ANY"
        }

        rule_option {
          keyword  = "msg"
          settings = ["\"sluice 00000b02\""]
        }

        rule_option {
          keyword  = "ip_proto"
          settings = ["47"]
        }

        rule_option {
          keyword  = "flow"
          settings = ["to_server"]
        }

        rule_option {
          keyword  = "sid"
          settings = ["1002818"]
        }
      }

      stateful_rule {
        action = "PASS"

        header {
          protocol         = "IP"
          source           = "$BATCH_JOBS"
          source_port      = "ANY"
          direction        = "FORWARD"
          destination      = "192.0.2.1/32"
          destination_port = "ANY"
        }

        rule_option {
          keyword  = "msg"
          settings = ["\"sluice 00000b03\""]
        }

        rule_option {
          keyword  = "flow"
          settings = ["to_server"]
        }

        rule_option {
          keyword  = "sid"
          settings = ["1002819"]
        }
      }

      stateful_rule {
        action = "DROP"

        header {
          protocol         = "IP"
          source           = "$HOME_NET"
          source_port      = "ANY"
          direction        = "FORWARD"
          destination      = "ANY"
          destination_port = "ANY"
        }

        rule_option {
          keyword  = "msg"
          settings = ["\"sluice: nothing allows it\""]
        }

        rule_option {
          keyword  = "flow"
          settings = ["to_server"]
        }

        rule_option {
          keyword  = "sid"
          settings = ["1000000000"]
        }
      }
    }

    stateful_rule_options {
      rule_order = "DEFAULT_ACTION_ORDER"
    }
  }
}

resource "aws_networkfirewall_firewall_policy" "sluice_egress" {
  name = "sluice-egress"

  firewall_policy {
    stateless_default_actions          = ["aws:forward_to_sfe"]
    stateless_fragment_default_actions = ["aws:forward_to_sfe"]

    stateful_engine_options {
      rule_order = "DEFAULT_ACTION_ORDER"
    }

    stateful_rule_group_reference {
      resource_arn = aws_networkfirewall_rule_group.sluice_egress.arn
    }

    policy_variables {
      rule_variables {
        key = "HOME_NET"

        ip_set {
          definition = ["10.32.0.0/16", "2001:db8:20::/56"]
        }
      }
    }
  }
}
