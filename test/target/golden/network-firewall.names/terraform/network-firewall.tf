# Rules match by the source addresses that the workloads had when the inventory was taken; describe and export again when they change.
# HOME_NET is set to the prefixes of the VPC that was analysed: a firewall in an inspection VPC would otherwise use its own (Network Firewall Developer Guide).
# Traffic to the link-local services (instance metadata, Amazon DNS, Time Sync) does not pass a firewall endpoint. Resolvers and time servers of your own do, and need a decision like any other.
# A name is what the client says: the firewall does not check that the address belongs to it.
# The policy's default action drops what no rule passes, connections from outside included when they pass this firewall. The handshake passes, to any address, so that the name can be read; UDP and ICMP without a rule do not (`aws:drop_established`).

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
        key = "HOME_NET"

        ip_set {
          definition = ["10.32.0.0/16", "2001:db8:20::/56"]
        }
      }
    }

    rules_source {
      rules_string = <<-EOT
        pass tls $APP any -> any 443 (ssl_state:client_hello; tls.sni; dotprefix; content:".example.com"; nocase; endswith; msg:"sluice 00000c01 app: serves 0000000a"; flow:to_server, established; sid:1003073; rev:1;)
        pass tls $APP any -> any 443 (ssl_state:client_hello; tls.sni; content:"repo.example.net"; startswith; nocase; endswith; msg:"sluice 00000c02 app: serves 0000000a"; flow:to_server, established; sid:1003074; rev:1;)
        pass http $APP any -> any 80 (http.host; content:"mirror.example.org"; startswith; endswith; msg:"sluice 00000c03 app: serves 0000000a"; flow:to_server, established; sid:1003075; rev:1;)
        pass tcp $APP any -> 198.51.100.7/32 22 (msg:"sluice 00000c04 app: serves 0000000a"; flow:to_server; sid:1003076; rev:1;)
        pass tcp 198.51.100.7/32 22 -> $APP any (msg:"sluice 00000c04 replies"; flow:to_client; sid:1001003076; rev:1;)
      EOT
    }

    stateful_rule_options {
      rule_order = "STRICT_ORDER"
    }
  }
}

resource "aws_networkfirewall_firewall_policy" "sluice_egress" {
  name = "sluice-egress"

  firewall_policy {
    stateless_default_actions          = ["aws:forward_to_sfe"]
    stateless_fragment_default_actions = ["aws:forward_to_sfe"]
    stateful_default_actions           = ["aws:drop_established", "aws:alert_established"]

    stateful_engine_options {
      rule_order = "STRICT_ORDER"
    }

    stateful_rule_group_reference {
      priority     = 100
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
