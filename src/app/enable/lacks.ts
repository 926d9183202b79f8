import { defaultFormat } from '../../flow/index.js';
import type { FlowLogDescription, Inventory } from '../../inventory/index.js';
import { fieldCosts } from '../analysis/limits.js';

/** What stands in the way of an analysis, one sentence for each. */
export interface FlowLogLack {
  /** Id of the flow log, or of the VPC that has none. */
  readonly id: string;
  readonly resource: string | null;
  readonly problem: string;
}

/** What the flow logs of an inventory lack, and the VPCs that have none. */
export function flowLogLacks(inventory: Inventory): FlowLogLack[] {
  const lacks = inventory.flowLogs.flatMap((log) =>
    problemsOf(log).map((problem) => ({ id: log.id, resource: log.resourceId, problem })),
  );
  const logged = new Set(inventory.flowLogs.map(({ resourceId }) => resourceId));
  const subnets = new Map(
    inventory.vpcs.map(({ id }) => [id, inventory.subnets.filter(({ vpcId }) => vpcId === id)]),
  );
  const bare = inventory.vpcs.filter(({ id }) => {
    const own = subnets.get(id) ?? [];
    return !logged.has(id) && (own.length === 0 || own.some((subnet) => !logged.has(subnet.id)));
  });
  return [
    ...lacks,
    ...bare.map(({ id }) => ({ id, resource: id, problem: 'No flow log records all of this VPC.' })),
  ];
}

function problemsOf(log: FlowLogDescription): string[] {
  const problems: string[] = [];
  if (log.trafficType !== 'ALL') {
    problems.push(
      `It records ${log.trafficType} traffic only: ${log.trafficType === 'ACCEPT' ? 'attempts that were denied are missing' : 'what works is missing'}.`,
    );
  }
  if (log.aggregationSeconds > 60) {
    problems.push(`Records are summed over ${log.aggregationSeconds} seconds: times and openings blur.`);
  }
  const fields = log.logFormat === null ? new Set(defaultFormat) : fieldsOf(log.logFormat);
  for (const [field, cost] of fieldCosts()) {
    if (!fields.has(field)) problems.push(`No \`${field}\`: ${cost}`);
  }
  return problems;
}

function fieldsOf(format: string): Set<string> {
  return new Set([...format.matchAll(/\$\{([a-z0-9-]+)\}/g)].map((match) => match[1] ?? ''));
}
