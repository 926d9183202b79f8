import { allFlowFields, lakeColumns, lakeTypes, placeColumns } from '../../flow/index.js';
import { inventoryStep, openingNumbers, openingStep, outcomes, partyStep } from '../../outbound/index.js';
import { build, type Expr, type Plan, type ValueType } from '../../plan/index.js';

const { and, cases, coalesce, col, eq, keep, left, lit, ne, right, scan } = build;

/**
 * What questions are asked of: the records themselves, or what the analysis found in them. All have the columns of flow
 * records, so that both languages ask them with the words they have.
 */
export const relations = {
  records: {
    doc: 'Flow records as they were logged; the question runs on AWS as it stands.',
    where: undefined,
  },
  openings: {
    doc: 'One row for each conversation that something inside opened, from the best place where it was seen, with the opener as the source: `start` and `end` are the first and the last second, `bytes` and `packets` what the opener sent, `action` is REJECT when no attempt passed.',
    where: [],
  },
  egress: {
    doc: 'The openings whose destination lies outside the VPC, by its routes and the inventory.',
    where: [ne(col('scope'), lit('own-vpc'))],
  },
  unanswered: {
    doc: 'The openings that were let through and never answered.',
    where: [eq(col('outcome'), outcomes.unanswered)],
  },
} as const satisfies Readonly<
  Record<string, { readonly doc: string; readonly where: readonly Expr[] | undefined }>
>;
export type RelationName = keyof typeof relations;

/** What the rows of an opening say; all other columns of a record are null there. */
export const openingFields = [
  'interface-id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'log-status',
  'flow-direction',
  'traffic-path',
  'pkt-dst-aws-service',
] as const;

export function isRelation(text: string): text is RelationName {
  return Object.hasOwn(relations, text);
}

/** Openings with the names that they carry as numbers, and where their need lies. */
function namedOpenings(): build.Query {
  const measures = ['protocol', 'port', 'outcome', 'bytes_out', 'packets_out', 'first_seen', 'last_seen'];
  const rest = [...measures, 'client_port', 'service', 'traffic_path', 'vantage', 'role'];
  const from = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, left(name)]));
  const sameNeed = and(
    ...Object.entries(openingNumbers).map(([own, theirs]) => eq(left(own), right(theirs))),
    ...['protocol', 'port', 'vantage', 'role'].map((name) => eq(left(name), right(name))),
  );
  const classes = scan(inventoryStep.name)
    .project(keep(...Object.values(openingNumbers), 'protocol', 'port', 'vantage', 'role', 'scope'))
    .distinct();
  const addresses = scan('outbound_address');
  return scan(openingStep.name)
    .join('inner', classes, sameNeed, {
      ...from('iface', 'source', 'destination', ...rest),
      scope: right('scope'),
    })
    .join('inner', scan(partyStep.name), eq(left('iface'), right('no')), {
      ...from('source', 'destination', 'scope', ...rest),
      iface: right('iface'),
    })
    .join('inner', addresses, eq(left('source'), right('no')), {
      ...from('iface', 'destination', 'scope', ...rest),
      source: right('address'),
    })
    .join('inner', addresses, eq(left('destination'), right('no')), {
      ...from('iface', 'source', 'scope', ...rest),
      destination: right('address'),
    });
}

const said: Readonly<Record<string, Expr>> = {
  interface_id: col('iface'),
  srcaddr: col('source'),
  dstaddr: col('destination'),
  srcport: col('client_port'),
  dstport: col('port'),
  protocol: col('protocol'),
  packets: coalesce(col('packets_out'), 0),
  bytes: coalesce(col('bytes_out'), 0),
  start: col('first_seen'),
  end: col('last_seen'),
  action: cases([[eq(col('outcome'), outcomes.rejected), lit('REJECT')]], lit('ACCEPT')),
  log_status: lit('OK'),
  flow_direction: lit('egress'),
  traffic_path: col('traffic_path'),
  pkt_dst_aws_service: col('service'),
};

/** The rows of a relation of the analysis, in the columns of the view `records`; the steps of the analysis have run. */
export function relationPlan(relation: Exclude<RelationName, 'records'>): Plan {
  const where: readonly Expr[] = relations[relation].where;
  const rows = where.length === 0 ? namedOpenings() : namedOpenings().filter(...where);
  const typed = [
    ...allFlowFields.map((field) => ({ column: field.column, type: lakeTypes[field.type] })),
    ...lakeColumns,
    ...placeColumns,
  ];
  const columns = typed.map(({ column, type }): [string, Expr] => [
    column,
    said[column] ?? lit(null, planTypes[type]),
  ]);
  return rows.project(Object.fromEntries(columns)).plan;
}

const planTypes = { VARCHAR: 'varchar', INTEGER: 'integer', BIGINT: 'bigint' } as const satisfies Record<
  string,
  ValueType
>;
