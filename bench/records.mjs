/**
 * From conversations to flow records, as SQL: a conversation leaves one record for each direction, live minute and
 * interface that sees it. The tables are those of `conversations.mjs`, with `scan` and `silent` of `traffic.mjs`.
 */

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

/** Each side's address and port as the interface of the view sees them, and when the record begins and ends. */
const sides = (
  span,
  last,
) => `SELECT *, minute = t0 // 60 AS opening, minute = t1 // 60 AND t1 < ${last} AS closing,
    if(view = 3, nat_addr, c_addr) AS a_addr, if(view = 2, nat_addr, s_addr) AS b_addr, if(view = 3, nat_port, c_port) AS a_port,
    if(minute = t0 // 60, t0,
       least(minute * 60 + hash(id, minute) % 20, if(minute = t1 // 60, t1, minute * 60 + 59)))::BIGINT AS first_packet,
    if(minute = t1 // 60, t1,
       greatest(minute * 60 + 59 - hash(minute, id) % 20, if(minute = t0 // 60, t0, minute * 60 + 19)))::BIGINT AS last_packet,
    40 + (if(back, in_bytes, out_bytes) * (0.4 + 1.2 * u(id + minute, 30)))::BIGINT AS bytes,
    (view IN (0, 3)) <> back AS egress
  FROM (${views(span)}), (VALUES (false), (true)) AS directions(back) WHERE answered OR NOT back`;

/** Only FIN 1, SYN 2, RST 4 and SYN-ACK 18 are recorded; what is never answered repeats its SYN. */
const tcpFlags = `CASE WHEN protocol <> 6 THEN 0 WHEN NOT answered THEN 2
    ELSE if(opening, if(back, 18, 2), 0) | if(closing, if(back, 1, if(h(id, 25) % 50 = 0, 5, 1)), 0) END`;

const conversationRecords = (span, window, last) => `SELECT minute * 60 // ${window} AS win,
    hash(id, minute, view, back) AS ord, if_idx, if(back, b_addr, a_addr) AS src, if(back, a_addr, b_addr) AS dst,
    if(back, s_addr, a_addr) AS pkt_src, if(back, a_addr, s_addr) AS pkt_dst,
    if(back, s_port, a_port) AS src_port, if(back, a_port, s_port) AS dst_port, protocol, ${tcpFlags} AS flags,
    1 + bytes // 1100 AS packets, bytes,
    least(first_packet + (back AND protocol = 6)::INTEGER, last_packet) AS "start", last_packet AS "end",
    rejected, 'OK' AS status, egress, if(egress, CASE view WHEN 3 THEN 8 WHEN 2 THEN 1 ELSE path END, NULL) AS path,
    if(back, service, NULL) AS src_service, if(back, NULL, service) AS dst_service, six
  FROM (${sides(span, last)})`;

/**
 * All records of a span, whose bounds are multiples of `window`, the seconds of a file. `last` is where the logs end: a
 * conversation that goes on beyond it has no close.
 */
export function records(span, window, last) {
  return [
    conversationRecords(span, window, last),
    lateRecords(span, window),
    scanRecords(span, window),
    silentRecords(span, window),
  ].join('\nUNION ALL\n');
}
