/** Fills a database with the world and with exactly as much traffic as was asked for. */
import { conversationTable, insertConversations, macros } from './conversations.mjs';
import { kinds } from './kinds.mjs';
import { busyMinutes, countLate, countRecords } from './records.mjs';

const pools = {
  inside: ['app', 'worker', 'lambda'],
  app: ['app', 'worker'],
  lb: ['lb'],
  db: ['db'],
  cache: ['cache'],
  endpoint: ['endpoint'],
  bastion: ['bastion'],
  open: ['lb', 'nat', 'bastion'],
};

/** The values are our own: ids and addresses without quotes. */
const literal = (value) => {
  if (value === null || value === undefined) return 'NULL';
  return typeof value === 'number' ? String(value) : `'${value}'`;
};

async function insert(db, table, rows) {
  for (let at = 0; at < rows.length; at += 5000) {
    const values = rows.slice(at, at + 5000).map((row) => `(${row.map(literal).join(', ')})`);
    await db.run(`INSERT INTO ${table} VALUES ${values.join(', ')}`);
  }
}

export async function number(db, sql) {
  const rows = (await db.runAndReadAll(sql)).getRows();
  return Number(rows[0]?.[0] ?? 0);
}

/** Puts interfaces and destinations into tables; returns how long each list is. */
export async function loadWorld(db, world, destinations) {
  for (const macro of macros(world.seed)) await db.run(macro);
  await db.run(`CREATE TABLE iface (idx SMALLINT, id VARCHAR, role VARCHAR, grp VARCHAR, instance VARCHAR, zone TINYINT,
    subnet VARCHAR, az VARCHAR, addr VARCHAR, addr6 VARCHAR)`);
  const interfaceRows = world.interfaces.map((entry) => [
    ...[entry.idx, entry.id, entry.role, entry.group, entry.instance, entry.zone],
    ...[entry.subnet, entry.azId, entry.addr, entry.addr6],
  ]);
  await insert(db, 'iface', interfaceRows);
  await db.run('CREATE TABLE dest (list VARCHAR, idx INTEGER, addr VARCHAR, port INTEGER, service VARCHAR)');
  await insert(
    db,
    'dest',
    destinations.map(({ list, idx, addr, port, service }) => [list, idx, addr, port, service]),
  );
  await db.run('CREATE TABLE pool (name VARCHAR, rank INTEGER, idx SMALLINT)');
  /** @type {Record<string, number>} */
  const sizes = {};
  for (const { list } of destinations) sizes[list] = (sizes[list] ?? 0) + 1;
  for (const [name, roles] of Object.entries(pools)) {
    const members = world.interfaces.filter(({ role }) => roles.includes(role));
    // Ids are random, so that the busiest interfaces are spread over groups and zones.
    members.sort((a, b) => (a.id < b.id ? -1 : 1));
    await insert(
      db,
      'pool',
      members.map(({ idx }, position) => [name, position + 1, idx]),
    );
    sizes[name] = members.length;
  }
  return sizes;
}

async function fillConversations(db, count, sizes, span) {
  await db.run('DELETE FROM conv');
  for (const [index, kind] of kinds.entries()) {
    const share = Math.max(1, Math.round(count * kind.share));
    await db.run(insertConversations(kind, index + 1, share, sizes, span));
  }
}

/** Interfaces without traffic say so each minute; a few lines say that records were lost. */
async function fillSilence(db, span, skipped) {
  const minutes = (span.to - span.from) / 60;
  await db.run(`CREATE OR REPLACE TABLE silent AS
    SELECT every.if_idx, every.minute, 'NODATA' AS status
    FROM (SELECT idx AS if_idx, ${span.from} // 60 + range AS minute FROM iface, range(${minutes})) AS every
    ANTI JOIN (${busyMinutes(span)}) AS busy ON busy.if_idx = every.if_idx AND busy.minute = every.minute`);
  const skip = `SELECT DISTINCT pool.idx AS if_idx, ${span.from} // 60 + h(range, 41) % ${minutes} AS minute
    FROM range(${skipped}) JOIN pool ON pool.name = 'inside' AND pool.rank = 1 + h(range, 40) % 20`;
  await db.run(`CREATE OR REPLACE TABLE skipped AS SELECT if_idx, minute::BIGINT AS minute FROM (${skip})`);
  await db.run(
    'DELETE FROM silent USING skipped WHERE skipped.if_idx = silent.if_idx AND skipped.minute = silent.minute',
  );
  await db.run("INSERT INTO silent SELECT if_idx, minute, 'SKIPDATA' FROM skipped");
}

/** Scans of the interfaces with a public address: one record each, from few busy and many rare sources. */
async function fillScans(db, count, span) {
  await db.run(`CREATE TABLE scan AS SELECT id, ${span.from} + floor(u(id, 31) * ${span.to - span.from})::BIGINT AS t, pool.idx AS if_idx,
      outside_addr(h(harmonic(u(id, 32), 20000), 'scanner')) AS src, 1024 + h(id, 33) % 64512 AS src_port,
      if(u(id, 34) < 0.7, [23, 22, 3389, 445, 8080, 5900, 1433, 3306, 6379, 2375, 9200, 8443][1 + h(id, 35) % 12],
         1024 + h(id, 36) % 64512) AS dst_port,
      if(u(id, 37) < 0.93, 6, 17) AS protocol
    FROM (SELECT range AS id FROM range(${count}))
    JOIN pool ON pool.name = 'open' AND pool.rank = 1 + h(id, 38) % (SELECT count(*) FROM pool WHERE name = 'open')`);
}

/** Lines that conversations and silent interfaces leave when conversations make about `share` of `records`. */
async function fillLines(db, { records, span, sizes }, conversationsEach, share) {
  await fillConversations(db, records * share * conversationsEach, sizes, span);
  await fillSilence(db, span, 3 + Math.floor(records / 500_000));
  const silent = await number(db, 'SELECT count(*) FROM silent');
  const traffic = (await number(db, countRecords(span))) + (await number(db, countLate(span)));
  return { silent, lines: traffic + silent };
}

/**
 * Makes the traffic of `span`: conversations for about 93 % of the lines (less where few records leave most interfaces
 * silent), the lines of silent interfaces, and scans for the rest, so that the number of lines is exact.
 */
export async function makeTraffic(db, { records, span, sizes }) {
  const sample = 40_000;
  await db.run(conversationTable);
  await fillConversations(db, sample, sizes, span);
  const conversationsEach = sample / (await number(db, countRecords(span)));
  for (const share of [0.93, 0.8, 0.6]) {
    const { silent, lines } = await fillLines(db, { records, span, sizes }, conversationsEach, share);
    if (lines > records) continue;
    await fillScans(db, records - lines, span);
    const conversations = await number(db, 'SELECT count(*) FROM conv');
    return { conversations, silent, scans: records - lines };
  }
  const cure = 'ask for more records, fewer --hours or fewer --interfaces';
  throw new Error(`${records} records do not cover the silent interfaces beside the traffic: ${cure}`);
}
