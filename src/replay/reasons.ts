/** Why something cannot be judged from what flow logs and the inventory say. */
export const unknowns = {
  'port-not-logged': 'The records carry no port, as fragments do.',
  'icmp-type-not-logged': 'The rule is for one ICMP type; flow logs carry none.',
  'prefix-list-entries': 'The entries of the prefix list are not in the inventory.',
  'group-members': 'The members of the security group are not in the inventory.',
  'group-not-described': 'A security group of the interface is not described.',
  'interface-not-described': 'The interface of the source is not in the inventory.',
  'subnet-not-described': 'No network ACL is described for the subnet of the source.',
  'destination-not-described':
    'The destination lies in a subnet of the VPC, and no interface with its address is in the inventory.',
  'destination-group-not-described': 'What a security group of the destination lets in is not described.',
  'destination-subnet-not-described': 'No network ACL is described for the subnet of the destination.',
  'route-not-described': 'No route table is described for the subnet of the source.',
  'no-name': 'No name is known for the address, and the rule asks for one.',
  'application-protocol': 'Flow logs do not say which application protocol a connection carries.',
  'payload-not-logged': 'The rule looks into packets, of which flow logs keep nothing.',
  'rate-not-judged': 'The rule counts in time, which is not replayed.',
  'reference-set': 'The entries of an IP set reference are not in the inventory.',
  'one-way-stateless': 'The stateless rules send the two directions of a connection different ways.',
} as const;

export type Unknown = keyof typeof unknowns;

/** Why something is blocked. */
export const blocks = {
  'no-rule': 'No rule allows it.',
  'no-workload': 'The policy has no rules for the workload.',
  'denied-out': 'The network ACL denies the request.',
  'denied-back': 'The network ACL denies the reply.',
  'no-ingress-rule': "No ingress rule of the destination's security groups allows it.",
  'destination-denied-in': "The network ACL of the destination's subnet denies the request.",
  'destination-denied-back': "The network ACL of the destination's subnet denies the reply.",
  'no-route': 'The route table has no route to it.',
  blackhole: 'The route leads nowhere any more.',
  dropped: 'A rule of the firewall drops it.',
  'dropped-by-default': 'The default action of the firewall policy drops it.',
} as const;

export type Block = keyof typeof blocks;
