import { build, type Expr, type Step } from '../plan/index.js';
import { partyStep } from './address-kinds.js';
import { flagsDecide } from './initiator.js';
import type { OutboundInputs } from './inputs.js';

const { agg, and, call, cases, coalesce, col, eq, ge, gt, keep, le, left, lit, ne, not } = build;
const { or, right, scan, values } = build;

const acceptedOut = gt(call('subtract', col('records_out'), col('rejected_out')), 0);
const acceptedIn = gt(call('subtract', col('records_in'), col('rejected_in')), 0);

/**
 * Conversations with accepted packets in both directions. What was rejected or never answered says nothing about who
 * listens: a scan from one port to many would make its own port look listened on.
 */
const exchanged = () => scan('outbound_classified').filter(acceptedOut, acceptedIn);

/** Conversations whose initiator the flags do not tell; only their ports are looked at. */
const undecidedByFlags = () =>
  scan('outbound_classified').filter(or(acceptedOut, acceptedIn), not(flagsDecide));

/**
 * How often one port of an address was met by different ports of the other side: a port that many different ports meet
 * is listened on (step e). Where all the other ports are the same, as between two time servers, it counts as met once.
 */
function metBy(otherPort: string): Expr {
  const same = eq(agg('min', [col(otherPort)]), agg('max', [col(otherPort)]));
  return cases([[same, 1]], agg('count'));
}

/** Conversations of the ports that are asked about: those that some conversation without flags uses. */
function asked(inputs: OutboundInputs, columns: readonly string[]): build.Query {
  if (!inputs.fields.tcpFlags) return exchanged();
  return exchanged().only(
    'semi',
    undecidedByFlags(),
    and(...columns.map((name) => eq(left(name), right(name)))),
  );
}

export function localFanStep(inputs: OutboundInputs): Step {
  const columns = ['iface', 'local', 'local_port', 'protocol'];
  const plan = asked(inputs, columns).aggregate(keep(...columns), { local_fan: metBy('remote_port') }).plan;
  return { name: 'outbound_local_fan', plan };
}

export function remoteFanStep(inputs: OutboundInputs): Step {
  const columns = ['remote', 'remote_port', 'protocol'];
  const plan = asked(inputs, columns).aggregate(keep(...columns), { remote_fan: metBy('local_port') }).plan;
  return { name: 'outbound_remote_fan', plan };
}

/** Ports that are listened on by convention, as a table. */
export function servicePortStep(inputs: OutboundInputs): Step {
  const columns = [
    { name: 'protocol', type: 'bigint' },
    { name: 'port', type: 'bigint' },
  ] as const;
  return { name: 'outbound_service_port', plan: values(columns, inputs.servicePorts).plan };
}

/** What security groups let in, one row for each port range and source prefix; a null prefix is any address. */
export function listeningStep(inputs: OutboundInputs): Step {
  const columns = [
    { name: 'iface', type: 'varchar' },
    { name: 'protocol', type: 'bigint' },
    { name: 'from_port', type: 'bigint' },
    { name: 'to_port', type: 'bigint' },
    { name: 'peer', type: 'varchar' },
  ] as const;
  const rows = inputs.listening.flatMap((rule) =>
    (rule.peers ?? [null]).map((peer) => [rule.interfaceId, rule.protocol, rule.fromPort, rule.toPort, peer]),
  );
  return { name: 'outbound_listening', plan: values(columns, rows).plan };
}

/** A rule that opens more ports than this says nothing about a listener. */
const widestListener = 100;

/**
 * For each five-tuple without flags: whether a security group lets the remote side in to the local port, and whether
 * it does so by a rule that names the port. Security groups are stateful, so what they do not let in can only be a
 * reply (EC2 User Guide, "Security group connection tracking").
 */
export function admittedStep(inputs: OutboundInputs): Step {
  const key = ['iface', 'remote', 'local_port', 'protocol'] as const;
  const prefixes = [...new Set(inputs.listening.flatMap((rule) => rule.peers ?? []))];
  const fromPeer: Expr = or(
    build.isNull(right('peer')),
    ...prefixes.map((prefix) =>
      and(eq(right('peer'), lit(prefix)), call('addressIn', left('address'), lit(prefix))),
    ),
  );
  const on = and(
    eq(left('interface'), right('iface')),
    or(build.isNull(right('protocol')), eq(left('protocol'), right('protocol'))),
    le(right('from_port'), left('local_port')),
    ge(right('to_port'), left('local_port')),
    fromPeer,
  );
  const named = and(
    le(call('subtract', right('to_port'), right('from_port')), widestListener),
    ne(coalesce(right('protocol'), -1), -1),
  );
  const plan = undecidedByFlags()
    .project(keep(...key))
    .distinct()
    .join('inner', scan(partyStep.name).filter(col('guarded')), eq(left('iface'), right('no')), {
      ...Object.fromEntries(key.map((name) => [name, left(name)])),
      interface: right('iface'),
    })
    .join('inner', scan('outbound_address'), eq(left('remote'), right('no')), {
      ...Object.fromEntries([...key, 'interface'].map((name) => [name, left(name)])),
      address: right('address'),
    })
    .join('inner', scan('outbound_listening'), on, {
      ...Object.fromEntries(key.map((name) => [name, left(name)])),
      named: cases([[named, 1]], 0),
    })
    .aggregate(keep(...key), { named: agg('max', [col('named')]) }).plan;
  return { name: 'outbound_admitted', plan };
}
