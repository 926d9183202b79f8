import { build, type Expr, type Step } from '../plan/index.js';
import type { OutboundInputs } from './inputs.js';

const { agg, and, call, cases, cast, coalesce, col, eq, isPresent, keep, left, lit, not, or, right } = build;
const { scan, values } = build;

/** Name of the step that holds the interfaces with their roles. */
export const interfacesStep = 'outbound_interface';

/** The interfaces as a table, so that the engine can join them. */
export function interfaceStep(inputs: OutboundInputs): Step {
  const columns = [
    { name: 'iface', type: 'varchar' },
    { name: 'role', type: 'varchar' },
    { name: 'workload', type: 'varchar' },
    { name: 'route_group', type: 'varchar' },
    { name: 'primary4', type: 'varchar' },
    { name: 'primary6', type: 'varchar' },
    { name: 'reachable', type: 'boolean' },
    { name: 'guarded', type: 'boolean' },
  ] as const;
  const guarded = new Set(inputs.guardedInterfaces);
  // The joined-up attachments have a row of their own, so that the conversations find their role.
  const transit = hasTransit(inputs)
    ? [['transit-gateway', 'transit-gateway', 'transit gateway', '', null, null, null, false]]
    : [];
  const rows = inputs.interfaces.map((each) => [
    each.id,
    each.role,
    each.workload,
    each.routeGroup,
    each.primary4,
    each.primary6,
    each.reachable,
    guarded.has(each.id),
  ]);
  return { name: interfacesStep, plan: values(columns, [...rows, ...transit]).plan };
}

/** The interface of a record: a regional NAT gateway has none and is known by its resource id. */
function interfaceKey(inputs: OutboundInputs): Expr {
  return inputs.fields.resourceId
    ? coalesce(col('interface_id'), col('resource_id'), lit('-'))
    : coalesce(col('interface_id'), lit('-'));
}

/** Records that carry traffic, reduced to what the conversations need. NODATA and SKIPDATA lines have no address. */
export function traffic(inputs: OutboundInputs): build.Query {
  const { fields } = inputs;
  return scan(inputs.table)
    .filter(isPresent(col('srcaddr')), isPresent(col('dstaddr')))
    .project({
      iface: interfaceKey(inputs),
      ...keep('srcaddr', 'dstaddr', 'start', 'end'),
      src_port: coalesce(col('srcport'), 0),
      dst_port: coalesce(col('dstport'), 0),
      protocol: coalesce(col('protocol'), -1),
      packets: coalesce(col('packets'), 0),
      bytes: coalesce(col('bytes'), 0),
      rejected: eq(coalesce(col('action'), lit('ACCEPT')), lit('REJECT')),
      src: fields.packetAddresses ? coalesce(col('pkt_srcaddr'), col('srcaddr')) : col('srcaddr'),
      dst: fields.packetAddresses ? coalesce(col('pkt_dstaddr'), col('dstaddr')) : col('dstaddr'),
      ...(fields.tcpFlags ? { flags: cast(col('tcp_flags'), 'bigint') } : {}),
      ...(fields.flowDirection ? { direction: col('flow_direction') } : {}),
      ...(fields.awsServices ? { service: col('pkt_dst_aws_service') } : {}),
      ...(fields.trafficPath ? { traffic_path: cast(col('traffic_path'), 'bigint') } : {}),
    });
}

/**
 * Whether a record left its interface: by `flow-direction`, else by the interface's own address (the source of egress
 * and the destination of ingress show the primary address), else by which side lies in the VPC. Null when none tells.
 */
function egress(inputs: OutboundInputs): Expr {
  const isOwn = (side: 'srcaddr' | 'dstaddr') =>
    coalesce(or(eq(left(side), right('primary4')), eq(left(side), right('primary6'))), false);
  const inside = (side: 'srcaddr' | 'dstaddr') =>
    call('addressIn', left(side), ...inputs.ownPrefixes.map((prefix) => lit(prefix)));
  const byOwnAddress: [Expr, Expr][] = [
    [and(isOwn('srcaddr'), not(isOwn('dstaddr'))), lit(true)],
    [and(isOwn('dstaddr'), not(isOwn('srcaddr'))), lit(false)],
  ];
  const byPrefix: [Expr, Expr][] = [
    [and(inside('srcaddr'), not(inside('dstaddr'))), lit(true)],
    [and(inside('dstaddr'), not(inside('srcaddr'))), lit(false)],
  ];
  const byField: [Expr, Expr][] = inputs.fields.flowDirection
    ? [
        [eq(left('direction'), lit('egress')), lit(true)],
        [eq(left('direction'), lit('ingress')), lit(false)],
      ]
    : [];
  return cases([...byField, ...byOwnAddress, ...(inputs.ownPrefixes.length > 0 ? byPrefix : [])]);
}

/**
 * The attachments of a transit gateway count as one interface: a reply leaves through another attachment than the
 * request came in by (P9).
 */
const transitAsOne = cases(
  [[eq(right('role'), lit('transit-gateway')), lit('transit-gateway')]],
  left('iface'),
);

function hasTransit(inputs: OutboundInputs): boolean {
  return inputs.interfaces.some((each) => each.role === 'transit-gateway');
}

const recordColumns = ['iface', 'src', 'dst', 'src_port', 'dst_port', 'protocol'] as const;
const valueColumns = ['packets', 'bytes', 'start', 'end', 'rejected'] as const;

/** Records with their own side settled: `out` says whether they left; `oriented` is false when nothing told. */
function oriented(inputs: OutboundInputs): build.Query {
  const optional = [
    ...(inputs.fields.tcpFlags ? ['flags'] : []),
    ...(inputs.fields.awsServices ? ['service'] : []),
    ...(inputs.fields.trafficPath ? ['traffic_path'] : []),
  ];
  const carried = [...recordColumns, ...valueColumns, ...optional];
  const joined = traffic(inputs).join('left', scan(interfacesStep), eq(left('iface'), right('iface')), {
    ...Object.fromEntries(carried.map((name) => [name, left(name)])),
    ...(hasTransit(inputs) ? { iface: transitAsOne } : {}),
    egress: egress(inputs),
  });
  // Without a known side both directions must still meet in one conversation: the lower address stands as local.
  const out = coalesce(col('egress'), call('le', col('src'), col('dst')));
  return joined.extend({ out, oriented: isPresent(col('egress')) }).project({
    ...keep('iface', 'protocol', 'oriented', 'out', ...valueColumns, ...optional),
    local: cases([[col('out'), col('src')]], col('dst')),
    remote: cases([[col('out'), col('dst')]], col('src')),
    local_port: cases([[col('out'), col('src_port')]], col('dst_port')),
    remote_port: cases([[col('out'), col('dst_port')]], col('src_port')),
  });
}

export const conversationKey = [
  'iface',
  'local',
  'remote',
  'local_port',
  'remote_port',
  'protocol',
  'oriented',
] as const;

/**
 * Both directions of one five-tuple on one interface, over all intervals of the window. Times are Unix seconds;
 * `syn_out` counts records that carry a plain SYN (P6), flags are the OR over all records of a direction (P5).
 */
export function conversationStep(inputs: OutboundInputs): Step {
  const out = col('out');
  const into = not(col('out'));
  const total = (column: string, where: Expr) =>
    coalesce(cast(agg('sum', [col(column)], where), 'bigint'), 0);
  // Each measure costs a pass over all records, so what follows from others is not asked.
  const earlier = coalesce(
    call('least', col('first_out'), col('first_in')),
    col('first_out'),
    col('first_in'),
  );
  const plan = oriented(inputs)
    .aggregate(keep(...conversationKey), {
      records_out: agg('countIf', [out]),
      records_in: agg('countIf', [into]),
      rejected_out: agg('countIf', [and(out, col('rejected'))]),
      rejected_in: agg('countIf', [and(into, col('rejected'))]),
      bytes_out: total('bytes', out),
      bytes_in: total('bytes', into),
      packets_out: total('packets', out),
      packets_in: total('packets', into),
      first_out: agg('min', [col('start')], out),
      first_in: agg('min', [col('start')], into),
      first_reject_out: agg('min', [col('start')], and(out, col('rejected'))),
      last_seen: agg('max', [col('end')]),
      ...flagMeasures(inputs, out, into),
      service: inputs.fields.awsServices ? agg('max', [col('service')], out) : lit(null, 'varchar'),
      traffic_path: inputs.fields.trafficPath ? agg('max', [col('traffic_path')], out) : lit(null, 'bigint'),
    })
    .extend({ first_seen: earlier }).plan;
  return { name: 'outbound_conversation', plan };
}

function flagMeasures(inputs: OutboundInputs, out: Expr, into: Expr): Record<string, Expr> {
  const none = lit(null, 'bigint');
  if (!inputs.fields.tcpFlags) {
    return { flags_out: none, flags_in: none, reject_flags_out: none, syn_out: lit(0), syn_in: lit(0) };
  }
  const flags = col('flags');
  const plainSyn = eq(call('bitAnd', flags, 18), 2);
  return {
    flags_out: agg('bitOr', [flags], out),
    flags_in: agg('bitOr', [flags], into),
    reject_flags_out: agg('bitOr', [flags], and(out, col('rejected'))),
    syn_out: agg('countIf', [and(out, coalesce(plainSyn, false))]),
    syn_in: agg('countIf', [and(into, coalesce(plainSyn, false))]),
  };
}
