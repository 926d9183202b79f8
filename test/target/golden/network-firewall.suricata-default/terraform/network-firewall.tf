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
    }

    rules_source {
      rules_string = <<-EOT
        pass tcp $APP any -> [10.32.32.223/32,10.32.33.10/32] 5432 (msg:"sluice 00000a01 app: serves aaaaaaa1 aaaaaaa2"; flow:to_server; sid:1002561; rev:1;)
        pass tcp $APP any -> [3.5.134.0/23,52.219.168.0/21] 443 (msg:"sluice 00000a02 app: serves 0000000a"; flow:to_server; sid:1002562; rev:1;)
        pass tcp $APP any -> 198.51.100.7/32 443 (msg:"sluice 00000a03 app: serves 0000000a"; flow:to_server; sid:1002563; rev:1;)
        pass tcp $APP any -> 2001:db8:99::/64 8000:8100 (msg:"sluice 00000a04 app: serves 0000000a"; flow:to_server; sid:1002564; rev:1;)
        pass icmp $APP any -> 198.51.100.9/32 any (msg:"sluice 00000a05 app: serves 0000000a"; flow:to_server; sid:1002565; rev:1;)
        pass udp $BATCH_JOBS any -> 203.0.113.0/28 123 (msg:"sluice 00000b01 batch jobs: serves 0000000a"; flow:to_server; sid:1002817; rev:1;)
        pass ip $BATCH_JOBS any -> 203.0.113.77/32 any (msg:"sluice 00000b02 batch jobs: serves 0000000a"; ip_proto:47; flow:to_server; sid:1002818; rev:1;)
        pass ip $BATCH_JOBS any -> 192.0.2.1/32 any (msg:"sluice 00000b03 batch jobs: allowed by the ledger, not seen"; flow:to_server; sid:1002819; rev:1;)
        drop ip $HOME_NET any -> any any (msg:"sluice: nothing allows it"; flow:to_server; sid:1000000000; rev:1;)
      EOT
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
