import { build, type Plan, type Step } from '../../plan/index.js';
import { replayTables } from './tables.js';
import { destinationStep, nameStep, portStep, sourceStep, trafficStep } from './traffic.js';

const { and, call, coalesce, col, eq, keep, left, over, right, scan } = build;

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

const carried = [
  'workload',
  'source_id',
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

/** Traffic with the classes of its addresses and ports. */
export const flowStep: Step = {
  name: 'replay_flow',
  plan: (() => {
    const known: string[] = [
      'workload',
      'iface',
      'source',
      'vantage',
      'destination',
      'protocol',
      'port',
      'client_class',
      'answered',
      'reach',
      'outcome',
      'connections',
      'bytes_out',
      'bytes_in',
      'first_seen',
      'last_seen',
    ];
    let query = scan(trafficStep.name).project(keep(...known));
    const add = (
      table: string,
      condition: Parameters<build.Query['join']>[2],
      names: Record<string, string>,
    ) => {
      query = query.join('inner', scan(table), condition, {
        ...Object.fromEntries(known.map((name) => [name, left(name)])),
        ...Object.fromEntries(Object.entries(names).map(([name, theirs]) => [name, right(theirs)])),
      });
      known.push(...Object.keys(names));
    };
    add(
      sourceStep.name,
      and(
        eq(left('iface'), right('iface_no')),
        eq(left('source'), right('source_no')),
        eq(left('vantage'), right('vantage')),
        eq(left('workload'), right('workload')),
      ),
      { source_id: 'source_id' },
    );
    add(replayTables.origin.name, eq(left('source_id'), right('source_id')), {
      origin: 'origin',
      source_class: 'source_class',
    });
    add(destinationStep.name, eq(left('destination'), right('no')), { destination_class: 'class_no' });
    add(portStep.name, eq(left('port'), right('port')), { port_class: 'class_no' });
    const pair = and(
      eq(left('source'), right('source_no')),
      eq(left('destination'), right('destination_no')),
    );
    return query
      .join('left', scan(nameStep.name), pair, {
        ...Object.fromEntries(known.map((name) => [name, left(name)])),
        name_class: coalesce(right('name_class'), 0),
      })
      .project(keep(...new Set([...carried, ...caseKey]))).plan;
  })(),
};

/** Every combination that a verdict depends on once, numbered. */
export const caseStep: Step = {
  name: 'replay_case',
  plan: scan(flowStep.name)
    .project(keep(...caseKey))
    .distinct()
    .extend({ case_id: over('rowNumber', [], []) }).plan,
};

/** The questions to be judged. */
export const casePlan: Plan = scan(caseStep.name).project(keep('case_id', ...caseKey)).plan;

/** Traffic with its case. */
export const casedStep: Step = {
  name: 'replay_cased',
  plan: scan(flowStep.name).join(
    'inner',
    scan(caseStep.name),
    and(...caseKey.map((name) => call('same', left(name), right(name)))),
    { ...Object.fromEntries(carried.map((name) => [name, left(name)])), case_id: right('case_id') },
  ).plan,
  releases: [flowStep.name],
};

/** Traffic by need with what was decided about it and what becomes of it. */
export const judgedStep: Step = {
  name: 'replay_judged',
  plan: (() => {
    const kept = Object.fromEntries(carried.map((name) => [name, left(name)]));
    const verdict = ['kind', 'layer', 'rule_no', 'reason'];
    const judged = scan(casedStep.name)
      .join('inner', scan(replayTables.verdict.name), eq(left('case_id'), right('case_id')), {
        ...kept,
        case_id: left('case_id'),
        ...Object.fromEntries(verdict.map((name) => [name, right(name)])),
      })
      .join('inner', scan('outbound_address'), eq(left('destination'), right('no')), {
        ...kept,
        destination: right('address'),
        case_id: left('case_id'),
        ...Object.fromEntries(verdict.map((name) => [name, left(name)])),
      });
    const need = and(
      ...['workload', 'destination', 'protocol', 'port'].map((name) => eq(left(name), right(name))),
    );
    return judged
      .join('left', scan(replayTables.decision.name), need, {
        ...kept,
        ...Object.fromEntries(['case_id', ...verdict].map((name) => [name, left(name)])),
        decision: right('decision'),
        owner: right('owner'),
        line: right('line'),
      })
      .extend({ bytes: call('add', col('bytes_out'), col('bytes_in')) }).plan;
  })(),
  releases: [casedStep.name],
};
