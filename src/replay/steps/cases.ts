import { build, type Plan, type Step } from '../../plan/index.js';
import { destinationStep, lefts, sameOf } from './sources.js';
import { replayTables } from './tables.js';
import { portStep, trafficStep } from './traffic.js';

const { and, call, col, eq, keep, left, over, right, scan } = build;

/** What a verdict depends on. */
const caseKey = [
  'origin',
  'source_class',
  'destination_class',
  'protocol',
  'port_class',
  'client_class',
  'answered',
  'reach',
  'name_class',
] as const;

const carriedOfKey = ['protocol', 'client_class', 'answered', 'reach', 'name_class'];

/** Rows with the columns of traffic with what their verdict depends on beside them, and their workload. */
function classed(rows: build.Query, carried: readonly string[]): build.Query {
  const known: string[] = [...new Set([...carried, ...carriedOfKey, 'opener', 'destination', 'port'])];
  const own = ['workload_no', 'origin', 'source_class'];
  return rows
    .join('inner', scan(replayTables.opener.name), eq(left('opener'), right('opener')), {
      ...lefts(known),
      ...Object.fromEntries(own.map((name) => [name, right(name)])),
    })
    .join('inner', scan(destinationStep.name), eq(left('destination'), right('no')), {
      ...lefts([...known, ...own]),
      destination_class: right('class_no'),
    })
    .join('inner', scan(portStep.name), eq(left('port'), right('port')), {
      ...lefts([...known, ...own, 'destination_class']),
      port_class: right('class_no'),
    });
}

/** Every combination that a verdict depends on once, numbered. */
export const caseStep: Step = {
  name: 'replay_case',
  plan: classed(scan(trafficStep.name), [])
    .project(keep(...caseKey))
    .distinct()
    .extend({ case_id: over('rowNumber', [], []) }).plan,
};

/** The questions to be judged. */
export const casePlan: Plan = scan(caseStep.name).project(keep('case_id', ...caseKey)).plan;

/** Rows with the columns of traffic with their workload, their case and its verdict. */
export function withVerdict(rows: build.Query, carried: readonly string[]): build.Query {
  const kept = [...carried, 'workload_no'];
  return classed(rows, carried)
    .join('inner', scan(caseStep.name), sameOf(caseKey), { ...lefts(kept), case_id: right('case_id') })
    .join('inner', scan(replayTables.caseVerdict.name), eq(left('case_id'), right('case_id')), {
      ...lefts([...kept, 'case_id']),
      ...{ verdict_no: right('verdict_no'), kind: right('kind') },
    });
}

/** What the ledger decided, by numbers as traffic has them. */
export const decidedStep: Step = {
  name: 'replay_decided',
  plan: scan(replayTables.decision.name)
    .join('inner', scan(replayTables.workload.name), eq(left('workload'), right('workload')), {
      ...lefts(['destination', 'protocol', 'port', 'decision', 'owner', 'line']),
      workload_no: right('workload_no'),
    })
    .join('inner', scan('outbound_address'), eq(left('destination'), right('address')), {
      ...lefts(['workload_no', 'protocol', 'port', 'decision', 'owner', 'line']),
      destination: right('no'),
    }).plan,
};

const carried = [
  'destination',
  'protocol',
  'port',
  'outcome',
  'connections',
  'bytes_out',
  'bytes_in',
  'first_seen',
  'last_seen',
] as const;

/** What names a need by workload; workload and destination are numbers. */
export const needNumber = ['workload_no', 'destination', 'protocol', 'port'] as const;

/** Traffic by need with what was decided about it and what becomes of it. */
export const judgedStep: Step = {
  name: 'replay_judged',
  plan: (() => {
    const known = [...carried, 'workload_no', 'case_id', 'verdict_no', 'kind'];
    return withVerdict(scan(trafficStep.name), carried)
      .join('left', scan(decidedStep.name), and(sameOf(needNumber)), {
        ...lefts(known),
        ...Object.fromEntries(['decision', 'owner', 'line'].map((name) => [name, right(name)])),
      })
      .extend({ bytes: call('add', col('bytes_out'), col('bytes_in')) }).plan;
  })(),
  releases: [trafficStep.name],
};
