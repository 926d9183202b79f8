/** Traffic that no flow log shows. */
export interface UnloggedTraffic {
  readonly name: string;
  /** Where it goes, in words. */
  readonly where: string;
}

/**
 * What flow logs leave out (VPC User Guide, "Flow log limitations"). That it was never seen says nothing about whether it
 * is needed.
 */
export const unloggedTraffic: readonly UnloggedTraffic[] = [
  {
    name: 'Amazon DNS',
    where:
      'the VPC base address plus two, 169.254.169.253, fd00:ec2::253; another resolver is logged and is a need',
  },
  { name: 'instance metadata', where: '169.254.169.254, fd00:ec2::254' },
  { name: 'ECS task metadata', where: '169.254.170.2' },
  {
    name: 'Amazon Time Sync',
    where: '169.254.169.123, fd00:ec2::123; another time server is logged and is a need',
  },
  { name: 'DHCP', where: 'the router of the VPC' },
  { name: 'Windows activation', where: '169.254.169.250, 169.254.169.251' },
  { name: 'the router of the VPC', where: 'the reserved address of each subnet' },
];

/**
 * What each target has to do about it: nothing. Security groups and network ACLs do not filter it (VPC User Guide,
 * "Security groups", "Network ACLs").
 */
export const unloggedDuty =
  'It needs no rule: security groups and network ACLs do not filter it, and no route leads it to a Network Firewall.';
