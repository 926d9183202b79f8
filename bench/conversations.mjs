/**
 * The conversations of the generated VPC, as SQL over the tables `iface`, `pool` and `dest`. Every choice is a hash of
 * the conversation's number and the seed, so the same seed gives the same logs whatever the number of threads.
 */
import { outsideOctets } from './world.mjs';

const pools = /** @type {const} */ ({ inside: 'inside', app: 'app' });

/**
 * The kinds of conversations. `share` is a share of the conversations, not of the records: one through a NAT gateway
 * leaves six records an interval, an inbound one two. Where one side is outside, its addresses come from a list of
 * `dest` or, for clients, from the hash of a rank among `outside` many.
 *
 * `seconds`: mean length; one in ten lasts eight times longer. `out`, `in`: mean bytes an interval.
 * `path`: the code of traffic-path for what the VPC's side sends (AWS: 1 same VPC, 7 gateway endpoint, 8 internet gateway).
 */
export const kinds = [
  {
    name: 'nat_web',
    share: 0.14,
    client: pools.inside,
    dest: 'web',
    nat: true,
    seconds: 25,
    out: 4000,
    in: 30000,
    path: 1,
  },
  {
    name: 'nat_quic',
    share: 0.01,
    client: pools.inside,
    dest: 'web',
    nat: true,
    protocol: 17,
    serverPort: '443',
    seconds: 30,
    out: 3000,
    in: 20000,
    path: 1,
  },
  {
    name: 'ipv6_web',
    share: 0.02,
    client: pools.app,
    dest: 'web6',
    six: true,
    seconds: 25,
    out: 4000,
    in: 25000,
    path: 8,
  },
  { name: 's3', share: 0.08, client: pools.inside, dest: 's3', seconds: 20, out: 60000, in: 90000, path: 7 },
  {
    name: 'dynamodb',
    share: 0.03,
    client: pools.inside,
    dest: 'dynamodb',
    seconds: 40,
    out: 3000,
    in: 5000,
    path: 7,
  },
  {
    name: 'lb_client',
    share: 0.33,
    outside: 200_000,
    server: 'lb',
    serverPort: 'if(u(n, 21) < 0.93, 443, 80)',
    seconds: 40,
    out: 2500,
    in: 40000,
    path: 8,
  },
  {
    name: 'lb_app',
    share: 0.14,
    client: 'lb',
    server: pools.app,
    serverPort: '8080',
    seconds: 45,
    out: 9000,
    in: 25000,
    path: 1,
  },
  {
    name: 'db',
    share: 0.04,
    client: pools.inside,
    server: 'db',
    serverPort: '5432',
    seconds: 240,
    out: 8000,
    in: 30000,
    path: 1,
  },
  {
    name: 'cache',
    share: 0.02,
    client: pools.inside,
    server: 'cache',
    serverPort: '6379',
    seconds: 200,
    out: 5000,
    in: 9000,
    path: 1,
  },
  {
    name: 'endpoint',
    share: 0.04,
    client: pools.inside,
    server: 'endpoint',
    serverPort: '443',
    seconds: 8,
    out: 3000,
    in: 7000,
    path: 1,
  },
  {
    name: 'dns',
    share: 0.05,
    client: pools.inside,
    dest: 'dns',
    nat: true,
    protocol: 17,
    seconds: 1,
    out: 75,
    in: 180,
    path: 1,
  },
  {
    name: 'ntp',
    share: 0.01,
    client: pools.inside,
    dest: 'ntp',
    nat: true,
    protocol: 17,
    clientPort: 'if(u(n, 22) < 0.3, 123, 1024 + h(n, 23) % 64512)',
    seconds: 1,
    out: 76,
    in: 76,
    path: 1,
  },
  {
    name: 'ping_out',
    share: 0.003,
    client: pools.inside,
    dest: 'web',
    nat: true,
    protocol: 1,
    seconds: 5,
    out: 336,
    in: 336,
    path: 1,
  },
  {
    name: 'ping_in',
    share: 0.003,
    outside: 2_000,
    server: 'lb',
    protocol: 1,
    seconds: 5,
    out: 336,
    in: 336,
    path: 8,
  },
  {
    name: 'unanswered',
    share: 0.012,
    client: pools.inside,
    dest: 'web',
    nat: true,
    answered: false,
    seconds: 60,
    out: 180,
    in: 0,
    path: 1,
  },
  {
    name: 'refused',
    share: 0.03,
    client: pools.inside,
    dest: 'web',
    answered: false,
    rejected: true,
    serverPort: '[25, 25, 25, 3389, 445, 23, 6667, 4444, 1433, 5985][1 + h(n, 24) % 10]',
    seconds: 30,
    out: 180,
    in: 0,
    path: 1,
  },
  {
    name: 'office_ssh',
    share: 0.001,
    outside: 3,
    server: 'bastion',
    serverPort: '22',
    seconds: 400,
    out: 4000,
    in: 9000,
    path: 8,
  },
  {
    name: 'bastion_ssh',
    share: 0.001,
    client: 'bastion',
    server: pools.inside,
    serverPort: '22',
    seconds: 400,
    out: 4000,
    in: 9000,
    path: 1,
  },
  {
    name: 'bastion_web',
    share: 0.003,
    client: 'bastion',
    dest: 'web',
    seconds: 20,
    out: 3000,
    in: 40000,
    path: 8,
  },
];

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

export const conversationTable = `CREATE TABLE conv (id BIGINT, kind UTINYINT, t0 BIGINT, t1 BIGINT, protocol UTINYINT,
  c_if SMALLINT, s_if SMALLINT, nat_if SMALLINT, c_addr VARCHAR, s_addr VARCHAR, nat_addr VARCHAR,
  c_port INTEGER, s_port INTEGER, nat_port INTEGER, answered BOOLEAN, rejected BOOLEAN, out_bytes INTEGER,
  in_bytes INTEGER, path UTINYINT, service VARCHAR, six BOOLEAN, late BOOLEAN)`;

/**
 * Fills `conv` with `count` conversations of one kind that touch the span. Starts follow the day: busiest twelve
 * hours away from the quietest. Some began before the span and have no SYN in it.
 */
export function insertConversations(kind, number, count, sizes, { from, to }) {
  const lead = 1800;
  const span = to - from + lead;
  const wave = Math.min(7200, span / 12.6);
  const start = `${from - lead} + (${span} * u(n, 1) + ${wave} * sin(2 * pi() * u(n, 1) * ${span} / ${Math.max(span, 86_400)}))::BIGINT`;
  const length = `(${kind.seconds} * -ln(1 - u(n, 2)) * if(u(n, 3) < 0.1, 8, 1))::BIGINT`;
  const rank = (tag, name) => `zipf(u(n, ${tag}), ${sizes[name]}, 0.8)`;
  const pooled = (tag, name) => (name === undefined ? 'NULL' : rank(tag, name));
  const size = sizes[kind.dest] ?? 1;
  const affine = `if(u(n, 6) < 0.85, (hash(ci.grp, harmonic(u(n, 7), 300), ${number}) % ${size})::INTEGER, zipf(u(n, 8), ${size}, 0.6) - 1)`;
  const wanted = kind.dest === undefined ? '-1' : size > 300 ? affine : `harmonic(u(n, 7), ${size}) - 1`;
  const bytes = (mean, tag) =>
    `(${mean} * exp(1.2 * sqrt(-2 * ln(1 - u(n, ${tag}))) * cos(2 * pi() * u(n, ${tag + 1})) - 0.72))::INTEGER`;
  const portless = kind.protocol === 1;
  const clientPort = portless
    ? '0'
    : (kind.clientPort ??
      (kind.client === undefined || kind.client === 'lb'
        ? '1024 + h(n, 12) % 64512'
        : '32768 + h(n, 12) % 28232'));
  const serverPort = portless ? '0' : (kind.serverPort ?? 'd.port');
  const outside =
    kind.outside === undefined ? 'NULL' : `outside_addr(h(harmonic(u(n, 4), ${kind.outside}), ${number}))`;
  const addr = (alias) => (kind.six ? `${alias}.addr6` : `${alias}.addr`);
  const answered = kind.answered ?? true;
  return `INSERT INTO conv
    SELECT n, ${number}, t0, t0 + seconds, ${kind.protocol ?? 6}, ci.idx, si.idx, ${kind.nat ? 'ni.idx' : 'NULL'},
      coalesce(${addr('ci')}, ${outside}), coalesce(${addr('si')}, d.addr), ${kind.nat ? 'ni.addr' : 'NULL'},
      ${clientPort}, ${serverPort}, ${portless ? '0' : '1024 + h(n, 13) % 64512'},
      ${answered}, ${kind.rejected ?? false}, least(${bytes(kind.out, 14)}, 50000000), least(${bytes(kind.in, 16)}, 50000000),
      ${kind.path}, d.service, ${kind.six ?? false},
      ${(kind.protocol ?? 6) === 6 && answered && kind.client !== undefined} AND u(n, 18) < 0.01
    FROM (SELECT n, ${start} AS t0, ${length} AS seconds, ${pooled(4, kind.client)} AS c_rank, ${pooled(5, kind.server)} AS s_rank
          FROM (SELECT ${number} * 10000000000 + range AS n FROM range(${count}))) AS base
    LEFT JOIN pool AS cp ON cp.name = '${kind.client ?? ''}' AND cp.rank = c_rank LEFT JOIN iface AS ci ON ci.idx = cp.idx
    LEFT JOIN pool AS sp ON sp.name = '${kind.server ?? ''}' AND sp.rank = s_rank LEFT JOIN iface AS si ON si.idx = sp.idx
    LEFT JOIN iface AS ni ON ni.role = 'nat' AND ni.zone = ci.zone
    LEFT JOIN dest AS d ON d.list = '${kind.dest ?? ''}' AND d.idx = ${wanted}
    WHERE t0 + seconds >= ${from} AND t0 < ${to}`;
}

/**
 * Each conversation's live minutes between `from` and `to`. A long one rests in a fifth of its minutes. Interfaces
 * of Nitro instances aggregate over 60 s whatever the setting is.
 */
const liveMinutes = ({ from, to }) => `SELECT * FROM (
    SELECT *, unnest(generate_series(greatest(t0, ${from}) // 60, least(t1, ${to - 1}) // 60)) AS minute
    FROM conv WHERE t0 < ${to} AND t1 >= ${from})
  WHERE minute = t0 // 60 OR minute = t1 // 60 OR hash(id, minute) % 10 < 8`;

/**
 * The interfaces that see a conversation: 0 the client's, 1 the server's, 2 the NAT gateway's from inside, 3 the NAT
 * gateway's towards the internet, where nothing names the client any more.
 */
const views = ({
  from,
  to,
}) => `SELECT live.*, view, CASE view WHEN 0 THEN c_if WHEN 1 THEN s_if ELSE nat_if END AS if_idx
  FROM (${liveMinutes({ from, to })}) AS live, (VALUES (0), (1), (2), (3)) AS views(view)
  WHERE (view = 0 AND c_if IS NOT NULL) OR (view = 1 AND s_if IS NOT NULL) OR (view >= 2 AND nat_if IS NOT NULL)`;

/** Records and the minutes in which each interface saw traffic, without making the records. */
export const countRecords = (span) =>
  `SELECT coalesce(sum(if(answered, 2, 1)), 0)::DOUBLE AS records FROM (${views(span)})`;
export const busyMinutes = (span) => `SELECT DISTINCT if_idx, minute FROM (${views(span)})`;

/** What comes after the close of a connection and is refused: AWS names it as a reason for REJECT. */
const lateRecords = (
  { from, to },
  window,
) => `SELECT (t1 + lag) // ${window} AS win, hash(id, 'late') AS ord, c_if AS if_idx,
    c_addr AS src, s_addr AS dst, c_addr AS pkt_src, s_addr AS pkt_dst, c_port AS src_port, s_port AS dst_port, protocol,
    if(u(id, 20) < 0.5, 4, 1) AS flags, 1 AS packets, 40 AS bytes, t1 + lag AS "start", t1 + lag AS "end", true AS rejected,
    'OK' AS status, true AS egress, path, NULL AS src_service, service AS dst_service, six
  FROM (SELECT *, 1 + h(id, 19) % 30 AS lag FROM conv WHERE late) WHERE t1 + lag >= ${from} AND t1 + lag < ${to}`;

export const countLate = (span) => `SELECT count(*) FROM (${lateRecords(span, 60)})`;

const scanRecords = (
  { from, to },
  window,
) => `SELECT t // ${window}, hash(scan.id, 'scan'), if_idx, src, addr, src, addr, src_port, dst_port, protocol,
    if(protocol = 6, 2, 0), 1, if(protocol = 6, 40, 29 + scan.id % 60), t, t, true, 'OK', false, NULL, NULL, NULL, false
  FROM scan JOIN iface ON iface.idx = scan.if_idx WHERE t >= ${from} AND t < ${to}`;

const silentRecords = (
  { from, to },
  window,
) => `SELECT minute * 60 // ${window}, hash(if_idx, minute, status), if_idx, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL, minute * 60, minute * 60 + 59, NULL, status, NULL, NULL, NULL, NULL, false
  FROM silent WHERE minute >= ${from} // 60 AND minute < ${to} // 60`;

/** The records of the span `from` to `to`, both multiples of the file's window, as columns of their own meaning. */
export function records(span, window, last) {
  const conversation = `SELECT minute * 60 // ${window} AS win, hash(id, minute, view, back) AS ord, if_idx,
      if(back, b_addr, a_addr) AS src, if(back, a_addr, b_addr) AS dst,
      if(back, s_addr, pkt_a) AS pkt_src, if(back, pkt_a, s_addr) AS pkt_dst,
      if(back, s_port, a_port) AS src_port, if(back, a_port, s_port) AS dst_port, protocol,
      CASE WHEN protocol <> 6 THEN 0 WHEN NOT answered THEN 2
           ELSE if(opening, if(back, 18, 2), 0) | if(closing, if(back, 1, if(h(id, 25) % 50 = 0, 5, 1)), 0) END AS flags,
      1 + bytes // 1100 AS packets, bytes, least("start" + (back AND protocol = 6)::INTEGER, "end") AS "start", "end",
      rejected, 'OK' AS status, (view IN (0, 3)) <> back AS egress,
      if((view IN (0, 3)) <> back, CASE view WHEN 3 THEN 8 WHEN 2 THEN 1 ELSE path END, NULL) AS path,
      if(back, service, NULL) AS src_service, if(back, NULL, service) AS dst_service, six
    FROM (SELECT *, minute = t0 // 60 AS opening, minute = t1 // 60 AND t1 < ${last} AS closing,
        if(view = 3, nat_addr, c_addr) AS a_addr, if(view = 2, nat_addr, s_addr) AS b_addr, if(view = 3, nat_addr, c_addr) AS pkt_a,
        if(view = 3, nat_port, c_port) AS a_port,
        if(minute = t0 // 60, t0, least(minute * 60 + hash(id, minute) % 20, if(minute = t1 // 60, t1, minute * 60 + 59)))::BIGINT AS "start",
        if(minute = t1 // 60, t1, greatest(minute * 60 + 59 - hash(minute, id) % 20, if(minute = t0 // 60, t0, minute * 60 + 19)))::BIGINT AS "end",
        40 + (if(back, in_bytes, out_bytes) * (0.4 + 1.2 * u(id + minute, 30)))::BIGINT AS bytes
      FROM (${views(span)}), (VALUES (false), (true)) AS directions(back) WHERE answered OR NOT back)`;
  return [
    conversation,
    lateRecords(span, window),
    scanRecords(span, window),
    silentRecords(span, window),
  ].join('\nUNION ALL\n');
}
