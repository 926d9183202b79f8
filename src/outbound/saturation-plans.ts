import { build, type Plan } from '../plan/index.js';
import { inventoryStep } from './classification.js';

const { agg, asc, call, cases, cast, coalesce, col, eq, inList, keep, scan } = build;

/**
 * What a need is for the question whether enough was seen: AWS services stand for all of their addresses, which change
 * from day to day (P24); any other destination is its address.
 */
const destination = cases(
  [
    [
      inList(col('scope'), ['aws-service', 'gateway-endpoint']),
      coalesce(col('scope_detail'), col('destination')),
    ],
  ],
  col('destination'),
);

const kinds = scan(inventoryStep.name)
  .extend({ kind: destination })
  .aggregate(keep('workload', 'kind', 'protocol', 'port'), {
    connections: cast(agg('sum', [col('connections')]), 'bigint'),
    first_seen: agg('min', [col('first_seen')]),
  });

/** For each workload how many needs were seen, and how many of them once and twice; a sighting is a connection. */
export const sightingsPlan: Plan = kinds
  .aggregate(keep('workload'), {
    observed: agg('count'),
    total: cast(agg('sum', [col('connections')]), 'bigint'),
    once: agg('countIf', [eq(col('connections'), 1)]),
    twice: agg('countIf', [eq(col('connections'), 2)]),
    last_new: agg('max', [col('first_seen')]),
  })
  .sort(asc(col('workload'))).plan;

/** Needs by the slice of time in which they were first seen, for each workload. */
export function newNeedsPlan(sliceSeconds: number): Plan {
  const at = call('multiply', call('divideInteger', col('first_seen'), sliceSeconds), sliceSeconds);
  return kinds
    .aggregate({ workload: col('workload'), at }, { needs: agg('count') })
    .sort(asc(col('workload')), asc(col('at'))).plan;
}
