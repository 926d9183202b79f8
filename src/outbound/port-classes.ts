import { assert } from '../base/index.js';
import { type PortRange, parsePortRange, protocolNumber } from '../net/index.js';

/** Ports that are used for one purpose. A class says what a port is for by custom, not what was spoken on it. */
export interface PortClass {
  readonly name: string;
  readonly doc: string;
  /** By IANA protocol number. */
  readonly ports: ReadonlyMap<number, readonly PortRange[]>;
}

/** How a class is written: protocol names with ports and ranges. */
export interface PortClassText {
  readonly doc: string;
  readonly tcp?: string;
  readonly udp?: string;
  readonly sctp?: string;
}

/**
 * The built-in classes: IANA service names, and what products document for themselves. No port is in two of them.
 * `admin` and `remote-desktop` are the ports by which a host is controlled.
 */
export const builtInPortClasses = {
  admin: {
    doc: 'Shells and remote administration',
    tcp: '22 23 512-514 623 2222 5985-5986 10000',
    udp: '623',
  },
  'remote-desktop': {
    doc: 'Remote screens',
    tcp: '1494 2598 3389 4899 5500 5800 5900-5909 5938 6000-6063 7070',
    udp: '3389 5938',
  },
  web: { doc: 'HTTP, HTTPS and QUIC', tcp: '80 443', udp: '443' },
  'web-alternative': {
    doc: 'HTTP and HTTPS on other ports',
    tcp: '81 591 3000 8000-8001 8008 8080-8081 8088 8443 8880 8888 9443',
    udp: '8443',
  },
  proxy: { doc: 'Web proxies and SOCKS', tcp: '1080 3128 8118 9050' },
  dns: { doc: 'Name resolution, plain and over TLS or QUIC', tcp: '53 853', udp: '53 853 5353 5355' },
  ntp: { doc: 'Time', tcp: '4460', udp: '123' },
  mail: { doc: 'Sending and fetching mail', tcp: '25 110 143 465 587 993 995 2525 4190' },
  database: {
    doc: 'Databases and search engines',
    tcp: '1433-1434 1521 2484 3050 3306 5432-5433 5439 5984 7473-7474 7687 8086 8123 8182 8529 9042 9142 9200 9300 9440 26257 27017-27019 33060 50000',
    udp: '1434',
  },
  cache: { doc: 'Redis, Valkey and Memcached', tcp: '6379-6380 11211', udp: '11211' },
  'file-sharing': {
    doc: 'Network file systems and block storage',
    tcp: '137-139 445 548 860 988 2049 3260 20049',
    udp: '137-138 2049',
  },
  'file-transfer': { doc: 'FTP, TFTP and rsync', tcp: '20-21 115 873 989-990', udp: '69' },
  rpc: { doc: 'Port mappers for remote calls', tcp: '111 135 593', udp: '111 135' },
  directory: {
    doc: 'LDAP, Kerberos and Active Directory',
    tcp: '88 389 464 636 749 3268-3269 9389',
    udp: '88 389 464',
  },
  messaging: {
    doc: 'Queues, brokers and push messages',
    tcp: '1414 1883 4222 5222-5223 5671-5672 8883 9092-9098 61613-61617',
  },
  chat: { doc: 'IRC', tcp: '194 6660-6669 6697' },
  voice: { doc: 'Calls: SIP, STUN and TURN', tcp: '3478 5060-5061 5349', udp: '3478 5060-5061 5349' },
  monitoring: {
    doc: 'Metrics, traces and probes',
    tcp: '2003-2004 4317-4318 5666 8125-8126 9090-9091 9100 10050-10051',
    udp: '161-162 2000 2003 8125',
  },
  logging: { doc: 'Shipping of logs', tcp: '5044 6514 12201 24224', udp: '514 12201 24224' },
  'container-api': {
    doc: 'Docker, Kubernetes, etcd and image registries',
    tcp: '2375-2377 2379-2380 5000 6443 10250 10255',
  },
  coordination: {
    doc: 'Service discovery and secrets: ZooKeeper, Consul, Vault',
    tcp: '2181 8200-8201 8300-8302 8500-8502 8600',
    udp: '8301-8302 8600',
  },
  'version-control': { doc: 'Git, Subversion, Gerrit, CVS', tcp: '2401 3690 9418 29418' },
  vpn: {
    doc: 'Tunnels: IKE, OpenVPN, L2TP, PPTP, WireGuard',
    tcp: '1194 1723',
    udp: '500 1194 1701 4500 51820',
  },
  'peer-to-peer': { doc: 'BitTorrent and Tor relays', tcp: '6881-6889 9001 9030', udp: '6881-6889' },
  mining: {
    doc: 'Pools of crypto miners (Stratum); other software uses these ports too',
    tcp: '3333 4444 5555 7777 14433 14444 45560 45700',
  },
} as const satisfies Readonly<Record<string, PortClassText>>;

/** A class by its name, or null to take it out. */
export type PortClassEdits = ReadonlyMap<string, PortClass | null>;

/** Answers what a port is for. */
export interface PortClasses {
  /** All classes, one's own before the built-in ones. */
  readonly classes: readonly PortClass[];
  /** Name of the first class that lists the port, or null. */
  classOf(protocol: number, port: number): string | null;
}

/**
 * The built-in classes with edits: a new name adds a class, a known name replaces one, null takes it out. An edited class
 * comes before the others, so it wins a port that two classes list.
 */
export function createPortClasses(edits: PortClassEdits = new Map()): PortClasses {
  const own = [...edits.values()].filter((each): each is PortClass => each !== null);
  const rest = builtIn.filter((each) => !edits.has(each.name));
  const classes = [...own, ...rest];
  const names = namesByPort(classes);
  return { classes, classOf: (protocol, port) => names.get(protocol)?.get(port) ?? null };
}

/** The classes turned round: the question comes once for each need, of which there are many. */
function namesByPort(classes: readonly PortClass[]): Map<number, Map<number, string>> {
  const names = new Map<number, Map<number, string>>();
  for (const { name, ports } of classes) {
    for (const [protocol, ranges] of ports) {
      const byPort = names.get(protocol) ?? new Map<number, string>();
      names.set(protocol, byPort);
      for (const { from, to } of ranges) {
        for (let port = from; port <= to; port++) if (!byPort.has(port)) byPort.set(port, name);
      }
    }
  }
  return names;
}

const builtIn = Object.entries(builtInPortClasses).map(([name, text]) => readBuiltIn(name, text));

function readBuiltIn(name: string, { doc, ...byProtocol }: PortClassText): PortClass {
  const ports = Object.entries(byProtocol).map(([protocol, text]) => {
    const number = protocolNumber(protocol);
    assert(number !== undefined, `${protocol} is a protocol`);
    const ranges = text.split(' ').map((each: string) => {
      const range = parsePortRange(each);
      assert(range !== undefined, `${each} is a port or a range`);
      return range;
    });
    return [number, ranges] as const;
  });
  return { name, doc, ports: new Map(ports) };
}

/** Clients take their own ports from here up on every system (RFC 6335, and 32768 on Linux). */
const firstEphemeralPort = 32_768;
/** System ports (RFC 6335): no client takes its own port from there unless the protocol asks for it. */
const lastSystemPort = 1023;

/** The built-in classes. */
export const defaultPortClasses: PortClasses = createPortClasses();

/**
 * Whether something usually listens on the port: a system port, or one that a class lists and that no client would take
 * for itself. TCP and UDP only.
 */
export function isWellKnownService(
  protocol: number,
  port: number,
  classes: PortClasses = defaultPortClasses,
): boolean {
  if ((protocol !== 6 && protocol !== 17) || port < 1 || port >= firstEphemeralPort) return false;
  return port <= lastSystemPort || classes.classOf(protocol, port) !== null;
}

/** Every (protocol, port) for which `isWellKnownService` holds, for a table in SQL. */
export function servicePorts(classes: PortClasses = defaultPortClasses): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  for (const protocol of [6, 17]) {
    const ranges = classes.classes.flatMap((each) => each.ports.get(protocol) ?? []);
    const listed = new Set(Array.from({ length: lastSystemPort }, (_, index) => index + 1));
    for (const { from, to } of ranges) {
      for (let port = Math.max(from, 1); port <= to && port < firstEphemeralPort; port++) listed.add(port);
    }
    found.push(...[...listed].sort((a, b) => a - b).map((port) => [protocol, port] as const));
  }
  return found;
}
