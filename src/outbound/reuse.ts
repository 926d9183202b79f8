import { build, type Expr, type Step } from '../plan/index.js';
import { partyStep } from './address-kinds.js';
import { conversationKey, traffic } from './conversation.js';
import type { OutboundInputs } from './inputs.js';

const { agg, and, asc, call, cases, col, eq, keep, left, or, over, right, scan } = build;

/** What names a conversation here; whether its own side was known does not matter. */
const key = conversationKey.filter((name) => name !== 'oriented');

/**
 * Conversations that last longer than their ports may lie idle, and in which no SYN was counted or none was answered:
 * repeated SYNs without an answer are one attempt.
 */
function longConversations(inputs: OutboundInputs): build.Query {
  return scan('outbound_conversation')
    .extend({ idle: idleSeconds(inputs) })
    .filter(
      or(
        and(eq(col('syn_out'), 0), eq(col('syn_in'), 0)),
        eq(col('records_out'), 0),
        eq(col('records_in'), 0),
      ),
      call('gt', call('subtract', col('last_seen'), col('first_seen')), col('idle')),
    )
    .project(keep(...key, 'idle'));
}

/**
 * Idle times of EC2 User Guide, "Idle connection tracking timeout" (UDP stream 180 s, others 600 s), at least two
 * aggregation intervals.
 */
function idleSeconds(inputs: OutboundInputs): Expr {
  const two = 2 * inputs.aggregationSeconds;
  return cases([[eq(col('protocol'), 17), Math.max(180, two)]], Math.max(600, two));
}

/**
 * Records of the long conversations. Each is looked for in both directions as the records have it: few conversations
 * turned around cost less than all records.
 */
function recordsOfLong(inputs: OutboundInputs): build.Query {
  const long = longConversations(inputs);
  const turned = (source: 'local' | 'remote', destination: 'local' | 'remote') =>
    long.project({
      ...keep(...key, 'idle'),
      src: col(source),
      dst: col(destination),
      src_port: col(`${source}_port`),
      dst_port: col(`${destination}_port`),
    });
  const tuple = ['iface', 'src', 'dst', 'src_port', 'dst_port', 'protocol'];
  const same = and(...tuple.map((name) => eq(left(name), right(name))));
  return traffic(inputs).join('inner', turned('local', 'remote').union(turned('remote', 'local')), same, {
    ...Object.fromEntries([...key, 'idle'].map((name) => [name, right(name)])),
    start: left('start'),
    end: left('end'),
  });
}

/** How often the ports of a conversation were used anew: pieces that are further apart than they may lie idle. */
export function reuseStep(inputs: OutboundInputs): Step {
  const partition = key.map((name) => col(name));
  const inTime = [asc(col('start')), asc(col('end'))];
  const anew = call('gt', call('subtract', col('start'), col('before')), col('idle'));
  const pieces = recordsOfLong(inputs)
    // The latest end so far, not the end of the row before: a long record may enclose the ones that start after it.
    .extend({ reached: over('max', [col('end')], partition, inTime) })
    .extend({ before: over('lag', [col('reached')], partition, inTime) })
    .aggregate(keep(...key), { pieces: call('add', 1, agg('countIf', [anew])) });
  const rest = ['local_port', 'remote_port', 'protocol', 'pieces'];
  const from = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, left(name)]));
  const addresses = scan('outbound_address');
  const plan = pieces
    .join('inner', scan(partyStep.name), eq(left('iface'), right('iface')), {
      ...from('local', 'remote', ...rest),
      iface: right('no'),
    })
    .join('inner', addresses, eq(left('local'), right('address')), {
      ...from('iface', 'remote', ...rest),
      local: right('no'),
    })
    .join('inner', addresses, eq(left('remote'), right('address')), {
      ...from('iface', 'local', ...rest),
      remote: right('no'),
    }).plan;
  return { name: 'outbound_reuse', plan, releases: ['outbound_conversation'] };
}
