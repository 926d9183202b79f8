import { build, type Expr, type Step } from '../plan/index.js';
import { conversationColumns, partyStep } from './address-kinds.js';
import type { OutboundInputs } from './inputs.js';

const {
  agg,
  and,
  call,
  cases,
  coalesce,
  col,
  countDistinct,
  desc,
  eq,
  ge,
  isPresent,
  keep,
  le,
  left,
  lit,
  ne,
} = build;
const { not, or, over, right, scan } = build;

const matchKey = ['iface', 'local', 'remote', 'local_port', 'remote_port', 'protocol'] as const;

/**
 * Conversations of NAT gateway interfaces as legs (VPC User Guide, "Traffic through a NAT gateway"). The inside leg
 * runs between a client and the gateway; with packet-level addresses its far end is the final destination, without
 * them the gateway's own address. The outside leg runs from the gateway to the destination and names no client.
 */
export function natLegStep(inputs: OutboundInputs): Step {
  // A regional NAT gateway has no interface and no side of its own: the inside address is the client.
  const localIsClient = and(not(col('oriented')), col('local_private'), not(col('remote_private')));
  const anotherTarget = ne(col('local'), coalesce(col('own_address'), col('local')));
  const zonalInside = inputs.fields.packetAddresses ? anotherTarget : col('remote_private');
  const regionalInside = ne(col('local_private'), col('remote_private'));
  const columns = [...conversationColumns, 'remote_private', 'local_private'];
  const plan = scan('outbound_classified')
    .filter(eq(col('role'), lit('nat-gateway')))
    .join('left', scan(partyStep.name), eq(left('iface'), right('no')), {
      ...Object.fromEntries(columns.map((name) => [name, left(name)])),
      own_address: right('own_address'),
    })
    .extend({
      inside: cases([[col('oriented'), zonalInside]], regionalInside),
      flipped: localIsClient,
    })
    .project({
      ...keep('iface', 'protocol', 'inside', 'first_seen', 'last_seen', 'own_address', 'oriented'),
      records: call('add', col('records_out'), col('records_in')),
      client: cases([[col('flipped'), col('local')]], col('remote')),
      client_port: cases([[col('flipped'), col('local_port')]], col('remote_port')),
      target: cases([[col('flipped'), col('remote')]], col('local')),
      target_port: cases([[col('flipped'), col('remote_port')]], col('local_port')),
      ...directed('records'),
      ...directed('rejected'),
      ...directed('bytes'),
      ...directed('packets'),
    }).plan;
  return { name: 'outbound_nat_leg', plan };
}

/** A measure of both directions, named by where the packets went: `…_to_target` and `…_to_client`. */
function directed(measure: string): Record<string, Expr> {
  return {
    [`${measure}_to_target`]: cases([[col('flipped'), col(`${measure}_out`)]], col(`${measure}_in`)),
    [`${measure}_to_client`]: cases([[col('flipped'), col(`${measure}_in`)]], col(`${measure}_out`)),
  };
}

/** How far apart the two views of one connection may lie: both clocks are 60 s off at most. */
const clockSlackSeconds = 120;

/**
 * Conversations of other interfaces that a NAT gateway forwarded: same source, ports and protocol, at the same time,
 * and the same destination where the leg names it. A NAT gateway forwards nothing that was opened outside (b2).
 */
export const natMatchStep: Step = {
  name: 'outbound_nat_match',
  plan: (() => {
    const target = or(
      eq(right('target'), left('remote')),
      eq(right('target'), coalesce(right('own_address'), -1)),
    );
    const on = and(
      eq(left('local'), right('client')),
      eq(left('local_port'), right('client_port')),
      eq(left('remote_port'), right('target_port')),
      eq(left('protocol'), right('protocol')),
      target,
      le(left('first_seen'), call('add', right('last_seen'), clockSlackSeconds)),
      le(right('first_seen'), call('add', left('last_seen'), clockSlackSeconds)),
    );
    return scan('outbound_classified')
      .filter(ne(col('role'), lit('nat-gateway')))
      .join('inner', scan('outbound_nat_leg').filter(col('inside')), on, {
        ...Object.fromEntries(matchKey.map((name) => [name, left(name)])),
        nat: right('iface'),
      })
      .aggregate(keep(...matchKey), { nat: agg('min', [col('nat')]) }).plan;
  })(),
};

/**
 * Interfaces that behave as NAT gateways, for logs without inventory: at least three of what they take in, and four
 * fifths of it, was sent by the same source and ports to another destination as another interface logged it.
 */
export const inferredNatPlan = (() => {
  const intake = scan('outbound_classified').filter(
    col('oriented'),
    ge(col('records_in'), 1),
    col('remote_private'),
  );
  const on = and(
    eq(left('remote'), right('local')),
    eq(left('remote_port'), right('local_port')),
    eq(left('local_port'), right('remote_port')),
    eq(left('protocol'), right('protocol')),
    ne(left('iface'), right('iface')),
    ne(left('local'), right('remote')),
  );
  const forwarded = intake
    .join('inner', scan('outbound_classified').filter(col('remote_internet')), on, {
      ...Object.fromEntries(matchKey.map((name) => [name, left(name)])),
    })
    .distinct()
    .aggregate(keep('iface'), { forwarded: agg('count') });
  const all = intake.aggregate(keep('iface'), { taken: agg('count') });
  return forwarded
    .join('inner', all, eq(left('iface'), right('iface')), {
      iface: left('iface'),
      forwarded: left('forwarded'),
      taken: right('taken'),
    })
    .join('inner', scan(partyStep.name), eq(left('iface'), right('no')), {
      iface: right('iface'),
      forwarded: left('forwarded'),
      taken: left('taken'),
    })
    .filter(
      ge(col('forwarded'), 3),
      ge(call('multiply', col('forwarded'), 5), call('multiply', col('taken'), 4)),
    ).plan;
})();

/** What each NAT gateway carried, from its inside legs, with its busiest clients. */
export const natUsagePlan = scan('outbound_nat_leg')
  .aggregate(keep('iface'), {
    records: agg('sum', [col('records')]),
    bytes_out: coalesce(agg('sum', [col('bytes_to_target')], col('inside')), 0),
    bytes_in: coalesce(agg('sum', [col('bytes_to_client')], col('inside')), 0),
    client_count: countDistinct(col('client'), col('inside')),
  })
  .join('inner', scan(partyStep.name), eq(left('iface'), right('no')), {
    iface: right('iface'),
    ...Object.fromEntries(
      ['records', 'bytes_out', 'bytes_in', 'client_count'].map((name) => [name, left(name)]),
    ),
  })
  .sort(desc(col('bytes_out'))).plan;

/** The clients of each NAT gateway, busiest first, and whether their own interface was logged. */
export const natClientPlan = scan('outbound_nat_leg')
  .filter(col('inside'))
  .aggregate(keep('iface', 'client'), {
    bytes: agg('sum', [call('add', col('bytes_to_target'), col('bytes_to_client'))]),
  })
  .join('left', scan('outbound_seen_address'), eq(left('client'), right('address')), {
    iface: left('iface'),
    client: left('client'),
    bytes: left('bytes'),
    seen: isPresent(right('address')),
  })
  .join('inner', scan('outbound_address'), eq(left('client'), right('no')), {
    iface: left('iface'),
    client: right('address'),
    bytes: left('bytes'),
    seen: left('seen'),
  })
  // Of two clients with as many bytes the same one comes first in every run.
  .extend({
    place: over('rowNumber', [], [col('iface')], [desc(col('bytes')), { expr: col('client') }]),
  })
  .filter(or(le(col('place'), 20), not(col('seen'))))
  .join('inner', scan(partyStep.name), eq(left('iface'), right('no')), {
    iface: right('iface'),
    client: left('client'),
    seen: left('seen'),
    place: left('place'),
  })
  .sort({ expr: col('iface') }, { expr: col('place') }).plan;
