import { build, type Expr } from '../plan/index.js';
import { conversationColumns, partyStep } from './address-kinds.js';

const { and, call, cases, coalesce, col, eq, ge, gt, isNull, isPresent, keep, le, left, lit, lt, ne, not } =
  build;
const { or, right, scan } = build;

/** Numbers of the evidence classes, in the order in which they are asked; the analysis keeps numbers until it prints. */
export const evidenceRanks = { a1: 1, a2: 2, b: 3, b2: 4, b3: 5, c: 6, d: 7, e: 8, f: 9 } as const;
const rank = evidenceRanks;
const high = 1;
const medium = 2;
const low = 3;

const tuple = ['iface', 'local', 'remote', 'local_port', 'remote_port', 'protocol'] as const;
const kinds = ['role', 'remote_own', 'remote_internet', 'ipv6'] as const;

/** Columns that speak for one side or the other, beside those of the conversation. */
export const evidenceColumns = [
  'nat',
  'pieces',
  'reachable',
  'guarded',
  'local_fan',
  'remote_fan',
  'admitted',
] as const;

/** Conversations of end interfaces and transit gateways, each with all that speaks for one side or the other. */
function withEvidence(): build.Query {
  const on = (names: readonly string[]) => and(...names.map((name) => eq(left(name), right(name))));
  const known: string[] = [...conversationColumns, ...kinds];
  const add = (
    query: build.Query,
    table: string,
    condition: Expr,
    columns: Record<string, Expr>,
  ): build.Query => {
    const joined = query.join('left', scan(table), condition, {
      ...Object.fromEntries(known.map((name) => [name, left(name)])),
      ...columns,
    });
    known.push(...Object.keys(columns));
    return joined;
  };
  let query = scan('outbound_classified').filter(
    ne(col('role'), lit('nat-gateway')),
    or(col('oriented'), eq(col('role'), lit('transit-gateway'))),
  );
  query = add(query, partyStep.name, eq(left('iface'), right('no')), {
    reachable: right('reachable'),
    guarded: right('guarded'),
  });
  query = add(query, 'outbound_nat_match', on(tuple), { nat: right('nat') });
  query = add(query, 'outbound_reuse', on(tuple), { pieces: coalesce(right('pieces'), 1) });
  query = add(query, 'outbound_local_fan', on(['iface', 'local', 'local_port', 'protocol']), {
    local_fan: coalesce(right('local_fan'), 0),
  });
  query = add(query, 'outbound_remote_fan', on(['remote', 'remote_port', 'protocol']), {
    remote_fan: coalesce(right('remote_fan'), 0),
  });
  query = add(query, 'outbound_admitted', on(['iface', 'remote', 'local_port', 'protocol']), {
    admitted: right('named'),
  });
  query = add(query, 'outbound_service_port', servicePort('local_port'), {
    local_service: or(isPresent(right('port')), reservedPort(left('local_port'))),
  });
  return add(query, 'outbound_service_port', servicePort('remote_port'), {
    remote_service: or(isPresent(right('port')), reservedPort(left('remote_port'))),
  });
}

function servicePort(column: string): Expr {
  return and(eq(left('protocol'), right('protocol')), eq(left(column), right('port')));
}

/** Ports below 1024 are assigned to services and not given to clients (RFC 6335, section 6). */
function reservedPort(port: Expr): Expr {
  return and(gt(port, 0), lt(port, 1024));
}

const acceptedOut = gt(call('subtract', col('records_out'), col('rejected_out')), 0);
const acceptedIn = gt(call('subtract', col('records_in'), col('rejected_in')), 0);
const synAckOut = ge(call('bitAnd', coalesce(col('flags_out'), 0), 16), 1);
const synAckIn = ge(call('bitAnd', coalesce(col('flags_in'), 0), 16), 1);
const synOut = gt(col('syn_out'), 0);
const synIn = gt(col('syn_in'), 0);
/** Step a0: both sides claim the same role, so the flags of this five-tuple tell nothing. */
const contradicting = or(
  and(synAckOut, synAckIn),
  and(synOut, synIn),
  and(synOut, synAckOut),
  and(synIn, synAckIn),
);

/** Whether the flags of a conversation tell who opened it (steps a0 to b). */
export const flagsDecide = and(not(contradicting), or(synAckOut, synOut, synIn, synAckIn));

/**
 * What the ports say, as a number: positive when the remote side listens (the inside opened), negative when the local
 * side does. How often a port was met by different ports counts most, then what the security groups let in, then
 * which port is one that is listened on by convention.
 */
const fanVote = cases(
  [
    [and(ge(col('remote_fan'), 3), ge(col('remote_fan'), call('multiply', 4, col('local_fan')))), 1],
    [and(ge(col('local_fan'), 3), ge(col('local_fan'), call('multiply', 4, col('remote_fan')))), -1],
  ],
  0,
);
const groupVote = cases(
  [
    [and(col('guarded'), isNull(col('admitted')), acceptedIn), 1],
    [and(col('guarded'), eq(col('admitted'), 1)), -1],
  ],
  0,
);
/** Most systems take client ports from 32768 up (IANA: from 49152 up), so a port below is more likely listened on. */
const firstEphemeral = 32768;
const portVote = cases(
  [
    [and(col('remote_service'), not(col('local_service'))), 1],
    [and(col('local_service'), not(col('remote_service'))), -1],
  ],
  0,
);
const rangeVote = cases(
  [
    [and(ge(col('local_port'), firstEphemeral), lt(col('remote_port'), firstEphemeral)), 1],
    [and(ge(col('remote_port'), firstEphemeral), lt(col('local_port'), firstEphemeral)), -1],
  ],
  0,
);

const withPorts = build.inList(col('protocol'), [6, 17, 132]);
const portsKnown = and(withPorts, gt(col('local_port'), 0), gt(col('remote_port'), 0));

/** The first vote that is cast. */
const shape = cases(
  [
    [not(portsKnown), 0],
    [ne(col('fan_vote'), 0), col('fan_vote')],
    [ne(col('group_vote'), 0), col('group_vote')],
    [ne(col('port_vote'), 0), col('port_vote')],
  ],
  col('range_vote'),
);
const objected = or(
  lt(call('multiply', col('shape'), col('fan_vote')), 0),
  lt(call('multiply', col('shape'), col('group_vote')), 0),
  lt(call('multiply', col('shape'), col('port_vote')), 0),
);
const strongShape = and(
  not(objected),
  or(
    ne(col('fan_vote'), 0),
    ne(col('group_vote'), 0),
    and(ne(col('port_vote'), 0), eq(col('port_vote'), col('range_vote'))),
  ),
);

/** Records of one direction only, or one direction rejected whole (step d). */
const onlyOut = eq(col('records_in'), 0);
const onlyIn = eq(col('records_out'), 0);

interface Row {
  readonly when: Expr;
  /** 1 is the local side, 2 the remote side. */
  readonly side: 1 | 2;
  readonly evidence: number;
  readonly confidence: Expr | number;
}

const local = 1;
const remote = 2;

function byFlags(): Row[] {
  const tell = not(contradicting);
  return [
    { when: and(tell, synAckOut), side: remote, evidence: rank.a1, confidence: high },
    { when: and(tell, synOut), side: local, evidence: rank.a2, confidence: high },
    { when: and(tell, synIn), side: remote, evidence: rank.b, confidence: high },
    { when: and(tell, synAckIn), side: local, evidence: rank.b, confidence: high },
  ];
}

function byNetwork(): Row[] {
  const unreachable = and(
    eq(coalesce(col('reachable'), true), false),
    not(col('ipv6')),
    col('remote_internet'),
    or(gt(col('records_out'), 0), acceptedIn),
  );
  return [
    { when: isPresent(col('nat')), side: local, evidence: rank.b2, confidence: high },
    { when: unreachable, side: local, evidence: rank.b3, confidence: medium },
  ];
}

function byAsymmetry(): Row[] {
  const rejectedOut = and(not(acceptedOut), gt(col('rejected_out'), 0));
  const rejectedIn = and(not(acceptedIn), gt(col('rejected_in'), 0));
  const sure = (side: 1 | 2) =>
    cases([[side === local ? gt(col('shape'), 0) : lt(col('shape'), 0), medium]], low);
  return [
    // Rejected whole in one direction and let through in the other: the rejected one is the answer, since an opener
    // that is rejected gets none.
    { when: and(rejectedOut, acceptedIn), side: remote, evidence: rank.d, confidence: medium },
    { when: and(rejectedIn, acceptedOut), side: local, evidence: rank.d, confidence: medium },
    { when: and(onlyIn, not(acceptedIn)), side: remote, evidence: rank.d, confidence: medium },
    { when: and(onlyOut, ge(col('shape'), 0)), side: local, evidence: rank.d, confidence: sure(local) },
    { when: and(onlyIn, le(col('shape'), 0)), side: remote, evidence: rank.d, confidence: sure(remote) },
  ];
}

function byPorts(): Row[] {
  const confidence = cases([[strongShape, medium]], low);
  return [
    { when: gt(col('shape'), 0), side: local, evidence: rank.e, confidence },
    { when: lt(col('shape'), 0), side: remote, evidence: rank.e, confidence },
  ];
}

function byTieBreak(): Row[] {
  // The clocks of one interface's records are up to 60 s off; TCP has better evidence nearly always, so only there
  // a difference within that is refused as a reason.
  const least = cases([[eq(col('protocol'), 6), 60]], 0);
  const lead = call('subtract', col('first_in'), col('first_out'));
  return [
    { when: gt(lead, least), side: local, evidence: rank.f, confidence: low },
    { when: lt(lead, call('negate', least)), side: remote, evidence: rank.f, confidence: low },
  ];
}

/**
 * Who opened each conversation, by the first evidence that answers, in the order of the evidence classes. `side` is 1
 * for the local side, 2 for the remote side, null where nothing tells.
 */
export function decidedConversations(): build.Query {
  const rows = [...byFlags(), ...byNetwork(), ...byAsymmetry(), ...byPorts(), ...byTieBreak()];
  return withEvidence()
    .extend({ fan_vote: fanVote, group_vote: groupVote, port_vote: portVote, range_vote: rangeVote })
    .extend({ shape })
    .project({
      ...keep(...conversationColumns, ...kinds, ...evidenceColumns),
      side: cases(rows.map((row) => [row.when, row.side])),
      evidence: cases(rows.map((row) => [row.when, row.evidence])),
      confidence: cases(rows.map((row) => [row.when, row.confidence])),
    });
}
