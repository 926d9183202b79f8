import type { InterfaceRole } from './types.js';

/** What a description of an interface says about who owns it. */
export interface OwnershipEvidence {
  readonly interfaceType: string | null;
  readonly description: string | null;
  readonly requesterId: string | null;
  readonly requesterManaged: boolean;
  readonly instanceId: string | null;
  /** `amazon-elb`, `amazon-aws`, or an account, where an AWS service attached the interface. */
  readonly attachmentOwner: string | null;
  /** False for an instance that forwards what is not addressed to it: a NAT instance, a firewall, a VPN. */
  readonly sourceDestCheck: boolean;
}

export interface Ownership {
  readonly role: InterfaceRole;
  readonly owner: string;
}

/**
 * By `InterfaceType` (EC2 API, NetworkInterface), spelled without separators and in lower case: the API model says
 * `natGateway`, its answers say `nat_gateway`. `interface`, `efa`, `trunk` and `branch` say nothing about the owner.
 */
const byType: Readonly<Record<string, Ownership>> = {
  natgateway: { role: 'nat-gateway', owner: 'NAT gateway' },
  transitgateway: { role: 'transit-gateway', owner: 'transit gateway' },
  vpcendpoint: { role: 'endpoint', owner: 'VPC endpoint' },
  gatewayloadbalancerendpoint: { role: 'endpoint', owner: 'Gateway Load Balancer endpoint' },
  loadbalancer: { role: 'load-balancer', owner: 'load balancer' },
  networkloadbalancer: { role: 'load-balancer', owner: 'Network Load Balancer' },
  gatewayloadbalancer: { role: 'load-balancer', owner: 'Gateway Load Balancer' },
  globalacceleratormanaged: { role: 'load-balancer', owner: 'Global Accelerator' },
  apigatewaymanaged: { role: 'workload', owner: 'API Gateway' },
  lambda: { role: 'workload', owner: 'Lambda' },
  quicksight: { role: 'workload', owner: 'QuickSight' },
  efs: { role: 'workload', owner: 'EFS' },
  evs: { role: 'workload', owner: 'Elastic VMware Service' },
  iotrulesmanaged: { role: 'workload', owner: 'IoT rules' },
  awscodestarconnectionsmanaged: { role: 'workload', owner: 'CodeConnections' },
  // It opens SSH connections to instances on its own, unlike other endpoints.
  ec2instanceconnectendpoint: { role: 'workload', owner: 'EC2 Instance Connect Endpoint' },
};

interface DescriptionRule {
  readonly pattern: RegExp;
  readonly role: InterfaceRole;
  /** `$1` is what the pattern captured. */
  readonly owner: string;
}

/**
 * By `Description`, in this order. The forms of endpoints are documented (AWS PrivateLink Guide); the others are those
 * that the services write, and none is promised.
 */
const byDescription: readonly DescriptionRule[] = [
  { pattern: /^VPC Endpoint Interface:? *(vpce-\w+)/, role: 'endpoint', owner: 'VPC endpoint $1' },
  { pattern: /^Interface for NAT Gateway *(nat-\w+)/, role: 'nat-gateway', owner: 'NAT gateway $1' },
  {
    pattern: /^Network Interface for Transit Gateway Attachment *(tgw-attach-\w+)/i,
    role: 'transit-gateway',
    owner: 'transit gateway attachment $1',
  },
  { pattern: /^Resource Gateway Interface *(rgw-\w+)/, role: 'load-balancer', owner: 'resource gateway $1' },
  { pattern: /^ELB app\/([^/]+)/, role: 'load-balancer', owner: 'Application Load Balancer $1' },
  { pattern: /^ELB net\/([^/]+)/, role: 'load-balancer', owner: 'Network Load Balancer $1' },
  { pattern: /^ELB gwy\/([^/]+)/, role: 'load-balancer', owner: 'Gateway Load Balancer $1' },
  { pattern: /^ELB (.+)/, role: 'load-balancer', owner: 'Classic Load Balancer $1' },
  // One interface serves all functions with the same subnet and groups, so the function named here is only one of them.
  { pattern: /^AWS Lambda VPC ENI/, role: 'workload', owner: 'Lambda' },
  { pattern: /^RDSNetworkInterface/, role: 'workload', owner: 'RDS' },
  { pattern: /^DMSNetworkInterface/, role: 'workload', owner: 'DMS' },
  { pattern: /^RedshiftNetworkInterface/, role: 'workload', owner: 'Redshift' },
  { pattern: /^ElastiCache[ +](.+)/, role: 'workload', owner: 'ElastiCache $1' },
  { pattern: /^ElastiCache/, role: 'workload', owner: 'ElastiCache' },
  { pattern: /^AWS ElasticMapReduce/, role: 'workload', owner: 'EMR' },
  {
    pattern: /^AWS created network interface for directory (d-\w+)/,
    role: 'workload',
    owner: 'directory $1',
  },
  { pattern: /^EFS mount target for (fs-\w+)/, role: 'workload', owner: 'EFS $1' },
  { pattern: /^arn:aws[\w-]*:ecs:[^:]*:[^:]*:attachment\//, role: 'workload', owner: 'ECS task' },
  { pattern: /^Amazon EKS (\S+)/, role: 'workload', owner: 'EKS control plane $1' },
  { pattern: /^aws-K8S-(i-\w+)/i, role: 'workload', owner: 'EKS node $1' },
  { pattern: /^aws-k8s-branch-eni/i, role: 'workload', owner: 'EKS pod' },
  {
    pattern: /^Route 53 Resolver: (rslvr-\w+-\w+)/,
    role: 'workload',
    owner: 'Route 53 Resolver endpoint $1',
  },
];

/** By `RequesterId`, or by who attached the interface. */
const byRequester: Readonly<Record<string, Ownership>> = {
  'amazon-elb': { role: 'load-balancer', owner: 'load balancer' },
  'amazon-rds': { role: 'workload', owner: 'RDS' },
  'amazon-elasticache': { role: 'workload', owner: 'ElastiCache' },
  'amazon-redshift': { role: 'workload', owner: 'Redshift' },
};

/**
 * Who owns an interface, decided by the first of: type, description, requester, instance. The description adds the
 * name to what the type said. `unknown` when none says anything.
 */
export function ownershipOf(evidence: OwnershipEvidence): Ownership {
  const type = evidence.interfaceType ?? 'interface';
  const typed = byType[type.toLowerCase().replaceAll(/[_-]/g, '')];
  const described = describedOwner(evidence.description);
  if (typed) return described?.role === typed.role ? described : typed;
  return described ?? requestedOwner(evidence) ?? instanceOwner(evidence) ?? unknownOwner(evidence, type);
}

function describedOwner(description: string | null): Ownership | undefined {
  if (description === null) return undefined;
  for (const { pattern, role, owner } of byDescription) {
    const match = pattern.exec(description);
    if (match) return { role, owner: owner.replace('$1', match[1] ?? '') };
  }
  return undefined;
}

function requestedOwner(evidence: OwnershipEvidence): Ownership | undefined {
  return byRequester[evidence.requesterId ?? ''] ?? byRequester[evidence.attachmentOwner ?? ''];
}

function instanceOwner({ instanceId, sourceDestCheck }: OwnershipEvidence): Ownership | undefined {
  if (instanceId === null) return undefined;
  const owner = `instance ${instanceId}`;
  return { role: 'workload', owner: sourceDestCheck ? owner : `${owner} (forwards traffic of others)` };
}

function unknownOwner(evidence: OwnershipEvidence, type: string): Ownership {
  if (evidence.requesterManaged) {
    const hint = evidence.description ?? evidence.requesterId;
    return { role: 'unknown', owner: hint === null ? 'an AWS service' : `an AWS service (${hint})` };
  }
  if (type !== 'interface') return { role: 'unknown', owner: `interface type ${type}` };
  return { role: 'unknown', owner: evidence.description ?? 'not attached' };
}
