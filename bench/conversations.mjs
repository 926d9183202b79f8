/**
 * The conversations of the generated VPC, as SQL over the tables `iface`, `pool` and `dest`. Every choice is a hash of
 * the conversation's number and the seed, so the same seed gives the same logs whatever the number of threads.
 */
import { outsideOctets } from './world.mjs';

/** Macros that the other statements use. `u` is uniform in [0, 1), `zipf` a rank from 1 to n. */
export function macros(/** @type {number} */ seed) {
  return [
    `CREATE MACRO h(i, tag) AS (hash(i, tag, ${seed}) >> 3)::BIGINT`,
    `CREATE MACRO u(i, tag) AS (hash(i, tag, ${seed}) >> 11)::DOUBLE / 9007199254740992.0`,
    'CREATE MACRO harmonic(x, n) AS least(n, floor(exp(x * ln(n + 1)))::INTEGER)',
    'CREATE MACRO zipf(x, n, s) AS least(n, floor(pow((pow(n + 1, 1 - s) - 1) * x + 1, 1 / (1 - s)))::INTEGER)',
    `CREATE MACRO outside_addr(x) AS concat_ws('.', [${outsideOctets}][1 + x % ${outsideOctets.length}], (x >> 8) % 256, (x >> 16) % 256, 1 + (x >> 24) % 254)`,
  ];
}

export const conversationTable = `CREATE TABLE conv (id BIGINT, t0 BIGINT, t1 BIGINT, protocol UTINYINT,
  c_if SMALLINT, s_if SMALLINT, nat_if SMALLINT, c_addr VARCHAR, s_addr VARCHAR, nat_addr VARCHAR,
  c_port INTEGER, s_port INTEGER, nat_port INTEGER, answered BOOLEAN, rejected BOOLEAN, out_bytes INTEGER,
  in_bytes INTEGER, path UTINYINT, service VARCHAR, six BOOLEAN, late BOOLEAN)`;

/**
 * Starts follow the day: the busiest hour has three times the connections of the quietest. Some begin before the span
 * and have no SYN in it.
 */
function startOf({ from, to }) {
  const lead = 1800;
  const span = to - from + lead;
  const wave = Math.min(7200, span / 12.6);
  const turns = `u(n, 1) * ${span} / ${Math.max(span, 86_400)}`;
  return `${from - lead} + (${span} * u(n, 1) + ${wave} * sin(2 * pi() * ${turns}))::BIGINT`;
}

/** Log-normal around the mean, as transfers are. */
const bytesAround = (mean, tag) => `least(50000000,
    ${mean} * exp(1.2 * sqrt(-2 * ln(1 - u(n, ${tag}))) * cos(2 * pi() * u(n, ${tag + 1})) - 0.72))::INTEGER`;

function portsOf(kind) {
  if (kind.protocol === 1) return { client: '0', server: '0', nat: '0' };
  // A load balancer's nodes, and whoever is outside, use the whole range; Linux hosts begin at 32768.
  const wide = kind.client === undefined || kind.client === 'lb';
  return {
    client: kind.clientPort ?? (wide ? '1024 + h(n, 12) % 64512' : '32768 + h(n, 12) % 28232'),
    server: kind.serverPort ?? 'd.port',
    nat: '1024 + h(n, 13) % 64512',
  };
}

/** Row of the destination list. A service has 300 destinations of its own and now and then goes anywhere. */
function destinationOf(kind, number, size) {
  if (kind.dest === undefined) return '-1';
  if (size <= 300) return `harmonic(u(n, 7), ${size}) - 1`;
  const own = `(hash(ci.grp, harmonic(u(n, 7), 300), ${number}) % ${size})::INTEGER`;
  return `if(u(n, 6) < 0.85, ${own}, zipf(u(n, 8), ${size}, 0.6) - 1)`;
}

/** Draws `count` conversations: when they begin, how long they last, and the ranks of their two sides. */
function drawn(kind, number, count, sizes, span) {
  const rank = (tag, pool) => (pool === undefined ? 'NULL' : `zipf(u(n, ${tag}), ${sizes[pool]}, 0.8)`);
  return `SELECT n, ${startOf(span)} AS t0, (${kind.seconds} * -ln(1 - u(n, 2)) * if(u(n, 3) < 0.1, 8, 1))::BIGINT AS seconds,
      ${rank(4, kind.client)} AS c_rank, ${rank(5, kind.server)} AS s_rank
    FROM (SELECT ${number} * 10000000000 + range AS n FROM range(${count}))`;
}

/** Fills `conv` with `count` conversations of one kind, as far as they touch the span. */
export function insertConversations(kind, number, count, sizes, span) {
  const { protocol = 6, answered = true, rejected = false, six = false, nat = false } = kind;
  const ports = portsOf(kind);
  const addr = six ? 'addr6' : 'addr';
  const outside = `outside_addr(h(harmonic(u(n, 4), ${kind.outside ?? 1}), ${number}))`;
  const canBeLate = protocol === 6 && answered && kind.client !== undefined;
  return `INSERT INTO conv
    SELECT n, t0, t0 + seconds, ${protocol}, ci.idx, si.idx, ${nat ? 'ni.idx' : 'NULL'},
      coalesce(ci.${addr}, ${outside}), coalesce(si.${addr}, d.addr), ${nat ? 'ni.addr' : 'NULL'},
      ${ports.client}, ${ports.server}, ${ports.nat}, ${answered}, ${rejected},
      ${bytesAround(kind.out, 14)}, ${bytesAround(kind.in, 16)}, ${kind.path}, d.service, ${six}, ${canBeLate} AND u(n, 18) < 0.01
    FROM (${drawn(kind, number, count, sizes, span)}) AS base
    LEFT JOIN pool AS cp ON cp.name = '${kind.client ?? ''}' AND cp.rank = c_rank LEFT JOIN iface AS ci ON ci.idx = cp.idx
    LEFT JOIN pool AS sp ON sp.name = '${kind.server ?? ''}' AND sp.rank = s_rank LEFT JOIN iface AS si ON si.idx = sp.idx
    LEFT JOIN iface AS ni ON ni.role = 'nat' AND ni.zone = ci.zone
    LEFT JOIN dest AS d ON d.list = '${kind.dest ?? ''}' AND d.idx = ${destinationOf(kind, number, sizes[kind.dest] ?? 1)}
    WHERE t0 + seconds >= ${span.from} AND t0 < ${span.to}`;
}
