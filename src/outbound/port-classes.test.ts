import { describe, expect, test } from 'vitest';
import { formatPortRange } from '../net/index.js';
import {
  builtInPortClasses,
  createPortClasses,
  defaultPortClasses,
  isWellKnownService,
  type PortClass,
  servicePorts,
} from './port-classes.js';

const tcp = 6;
const udp = 17;

describe('the built-in classes', () => {
  test.each([
    [tcp, 22, 'admin'],
    [tcp, 3389, 'remote-desktop'],
    [tcp, 443, 'web'],
    [udp, 443, 'web'],
    [tcp, 8443, 'web-alternative'],
    [udp, 53, 'dns'],
    [udp, 123, 'ntp'],
    [tcp, 587, 'mail'],
    [tcp, 5432, 'database'],
    [tcp, 6379, 'cache'],
    [tcp, 445, 'file-sharing'],
    [tcp, 636, 'directory'],
    [tcp, 3333, 'mining'],
    [tcp, 6443, 'container-api'],
    [udp, 22, null],
    [tcp, 444, null],
    [47, 22, null],
    [tcp, 0, null],
  ])('of protocol %i port %i is %s', (protocol, port, name) =>
    expect(defaultPortClasses.classOf(protocol, port)).toBe(name),
  );

  test('list no port twice', () => {
    const seen = new Map<string, string>();
    for (const { name, ports } of defaultPortClasses.classes) {
      for (const [protocol, ranges] of ports) {
        for (const { from, to } of ranges) {
          for (let port = from; port <= to; port++) {
            expect(`${seen.get(`${protocol}/${port}`) ?? 'none'} for ${name} ${port}`).toBe(
              `none for ${name} ${port}`,
            );
            seen.set(`${protocol}/${port}`, name);
          }
        }
      }
    }
    expect(seen.size).toBeGreaterThan(200);
  });

  test('have kebab-case names', () => {
    for (const name of Object.keys(builtInPortClasses)) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});

describe('edits', () => {
  const own = { name: 'build', doc: 'Artifacts', ports: new Map([[tcp, [{ from: 8081, to: 8090 }]]]) };

  test('add a class that wins its ports', () => {
    const classes = createPortClasses(new Map([['build', own]]));
    expect([8081, 8085, 8080].map((port) => classes.classOf(tcp, port))).toEqual([
      'build',
      'build',
      'web-alternative',
    ]);
  });

  test('replace a class whole', () => {
    const classes = createPortClasses(new Map([['web', { ...own, name: 'web' }]]));
    expect([443, 8085].map((port) => classes.classOf(tcp, port))).toEqual([null, 'web']);
  });

  test('take a class out', () => {
    const classes = createPortClasses(new Map([['mining', null]]));
    expect(classes.classOf(tcp, 3333)).toBeNull();
    expect(classes.classes.length).toBe(defaultPortClasses.classes.length - 1);
  });
});

describe('a well-known service', () => {
  test.each([
    [tcp, 443, true],
    [tcp, 1000, true],
    [tcp, 5432, true],
    [udp, 5432, false],
    [tcp, 40000, false],
    [tcp, 50000, false],
    [udp, 51820, false],
    [tcp, 0, false],
    [1, 22, false],
  ])('of protocol %i on port %i: %s', (protocol, port, expected) =>
    expect(isWellKnownService(protocol, port)).toBe(expected),
  );

  test('is listed for SQL exactly when it holds', () => {
    const listed = new Set(servicePorts().map(([protocol, port]) => `${protocol}/${port}`));
    for (const protocol of [tcp, udp, 1]) {
      for (let port = 0; port <= 65_535; port++) {
        if (listed.has(`${protocol}/${port}`) !== isWellKnownService(protocol, port)) {
          throw new Error(`${protocol}/${port} differs`);
        }
      }
    }
  });
});

/** The page is written by `npx vitest run src/outbound/port-classes -u`. */
test('the reference page lists the classes as they are', async () => {
  const listed = (protocol: number) => (each: PortClass) =>
    each.ports.get(protocol)?.map(formatPortRange).join(', ') ?? '';
  const rows = defaultPortClasses.classes.map(
    (each) => `| \`${each.name}\` | ${each.doc} | ${listed(tcp)(each)} | ${listed(udp)(each)} |`,
  );
  const page = `# Port classes

A port class is what a port is for by custom, by name: \`admin\`, \`web\`, \`database\`. It says nothing about what was spoken on the port. A
port that no class lists has none; a number below 1024 makes no port an administrative one.

Change the table in [\`sluice.yaml\`](sluice-yaml.md) under \`portClasses\`: a new name adds a class, a known name replaces that class whole, and
\`off\` takes it out. A class of your own wins a port that another class lists too.

The classes also help to tell which side of a conversation is the server, when nothing better does: ports that a class lists below 32768, and
the system ports 1 to 1023 (RFC 6335), are taken to be listened on.

| Class | For | TCP | UDP |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
  await expect(page).toMatchFileSnapshot('../../docs/reference/port-classes.md');
});
