import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Names of the three namespaces of this process, so that two runs do not meet. */
const own = `sluice${process.pid}`;
export const clientSpace = `${own}c`;
export const routerSpace = `${own}r`;
export const serverSpace = `${own}s`;

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

const ip = (space: string, words: string) => run('ip', '-n', space, ...words.split(' '));

/** Why real connections cannot be made here, or undefined. Leaves nothing behind. */
export function whyNot(): string | undefined {
  if (process.platform !== 'linux') return 'not Linux';
  if (process.getuid?.() !== 0) return 'not root';
  const space = `${own}t`;
  try {
    run('ip', 'netns', 'add', space);
    try {
      run('ip', 'netns', 'exec', space, 'nft', 'add', 'table', 'inet', 'tried');
      run('python3', '-c', 'import ctypes, socket');
      ip(space, `link add ${own}x type veth peer name ${own}y`);
      return undefined;
    } finally {
      run('ip', 'netns', 'del', space);
    }
  } catch (cause) {
    return cause instanceof Error ? (cause.message.split('\n')[0] ?? 'unknown') : String(cause);
  }
}

/**
 * A client with two addresses, a server with several, and a router between them that filters. Returns what takes it all
 * down again.
 */
export async function buildNetwork(
  clients: readonly string[],
  servers: readonly string[],
  ports: readonly number[],
): Promise<() => void> {
  const spaces = [clientSpace, routerSpace, serverSpace];
  for (const space of spaces) {
    run('ip', 'netns', 'add', space);
    ip(space, 'link set lo up');
  }
  ip(routerSpace, `link add c0 type veth peer name c1 netns ${clientSpace}`);
  ip(routerSpace, `link add s0 type veth peer name s1 netns ${serverSpace}`);
  ip(routerSpace, 'addr add 192.0.2.1/30 dev c0');
  ip(routerSpace, 'addr add 192.0.2.5/30 dev s0');
  ip(clientSpace, 'addr add 192.0.2.2/30 dev c1');
  ip(serverSpace, 'addr add 192.0.2.6/30 dev s1');
  for (const [space, link, far] of [
    [routerSpace, 'c0', 'fd00:c::1'],
    [clientSpace, 'c1', 'fd00:c::2'],
    [routerSpace, 's0', 'fd00:5::1'],
    [serverSpace, 's1', 'fd00:5::2'],
  ]) {
    ip(space ?? '', `addr add ${far}/64 dev ${link} nodad`);
  }
  for (const address of clients) ip(clientSpace, `addr add ${whole(address)} dev c1${nodad(address)}`);
  for (const address of servers) ip(serverSpace, `addr add ${whole(address)} dev s1${nodad(address)}`);
  for (const [space, link] of [
    [routerSpace, 'c0'],
    [routerSpace, 's0'],
    [clientSpace, 'c1'],
    [serverSpace, 's1'],
  ]) {
    ip(space ?? '', `link set ${link} up`);
  }
  const via = (address: string, four: string, six: string) => (address.includes(':') ? six : four);
  for (const address of clients)
    ip(routerSpace, `route add ${whole(address)} via ${via(address, '192.0.2.2', 'fd00:c::2')}`);
  for (const address of servers)
    ip(routerSpace, `route add ${whole(address)} via ${via(address, '192.0.2.6', 'fd00:5::2')}`);
  for (const [space, four, six] of [
    [clientSpace, '192.0.2.1', 'fd00:c::1'],
    [serverSpace, '192.0.2.5', 'fd00:5::1'],
  ]) {
    ip(space ?? '', `route add default via ${four}`);
    ip(space ?? '', `-6 route add default via ${six}`);
  }
  for (const name of ['net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1'])
    run('ip', 'netns', 'exec', routerSpace, 'sysctl', '-qw', name);
  await untilSettled(spaces);
  const server = await startServer(servers, ports);
  return () => {
    server.kill();
    for (const space of spaces) run('ip', 'netns', 'del', space);
  };
}

/** Waits for the links' own addresses of IPv6, without which no neighbour is found: the kernel tries them for a second or two. */
async function untilSettled(spaces: readonly string[]): Promise<void> {
  const tentative = (space: string) =>
    execFileSync('ip', ['-n', space, '-6', 'addr', 'show', 'tentative'], { encoding: 'utf8' }).trim();
  for (let tenth = 0; tenth < 150; tenth += 1) {
    if (spaces.every((space) => tentative(space) === '')) return;
    await wait(100);
  }
  throw new Error(`addresses are still tentative: ${spaces.map(tentative).join(' ')}`);
}

/** An address as the prefix that holds it alone. */
function whole(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`;
}

/** Addresses of IPv6 are used at once; nobody else in the namespace can have them. */
function nodad(address: string): string {
  return address.includes(':') ? ' nodad' : '';
}

function startServer(addresses: readonly string[], ports: readonly number[]): Promise<ChildProcess> {
  const script = join(import.meta.dirname, 'answer.mjs');
  const words = [
    'netns',
    'exec',
    serverSpace,
    process.execPath,
    script,
    addresses.join(','),
    ports.join(','),
  ];
  const child = spawn('ip', words, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((done, fail) => {
    child.stdout.once('data', () => done(child));
    child.once('exit', (code) => fail(new Error(`the server ended with ${code}`)));
  });
}

export function loadRules(rules: string): void {
  execFileSync('ip', ['netns', 'exec', routerSpace, 'nft', '-f', '-'], { input: `flush ruleset\n${rules}` });
}

/** Opens connections from the client's namespace; for each, whether an answer came. */
export function probe(connections: readonly object[]): string[] {
  const script = join(import.meta.dirname, 'probe.mjs');
  const words = ['netns', 'exec', clientSpace, process.execPath, script];
  const output = execFileSync('ip', words, { input: JSON.stringify(connections), encoding: 'utf8' });
  return JSON.parse(output) as string[];
}

/** Sends ICMP messages; for each, whether its answer came back, or where it has none whether it arrived. */
export function ping(messages: readonly object[]): string[] {
  const words = [join(import.meta.dirname, 'icmp.py'), clientSpace, serverSpace];
  return JSON.parse(
    execFileSync('python3', words, { input: JSON.stringify(messages), encoding: 'utf8' }),
  ) as string[];
}
