/**
 * The VPC that the generated logs come from: its interfaces, the destinations outside, and what `aws ec2 describe-*`
 * would say about it. Everything follows from the seed.
 */

/**
 * @typedef {object} Interface
 * @property {number} idx
 * @property {string} id
 * @property {string} role `app`, `worker`, `lambda`, `lb`, `db`, `cache`, `nat`, `bastion` or `endpoint`
 * @property {string} group name of its security group
 * @property {string | null} instance
 * @property {number} zone
 * @property {string} subnet
 * @property {string} azId
 * @property {string} addr
 * @property {string | null} addr6
 * @property {string | null} publicAddr
 */

export const account = '123456789010';
export const region = 'eu-central-1';
export const flowLogId = 'fl-0a9b8c7d6e5f40312';
export const vpcId = 'vpc-0c2b4d6e8f1a3c5e7';
export const vpcPrefix = '10.32.0.0/16';
export const vpcPrefix6 = '2a05:d014:7a1:4200::/56';
const azIds = ['euc1-az2', 'euc1-az3', 'euc1-az1'];
const zoneLetters = ['a', 'b', 'c'];
/** Third octet where the subnet of each tier and zone begins, and its length; no tier touches another. */
const tiers = /** @type {const} */ ({
  public: { base: 0, step: 4, length: 22, code: 0 },
  app: { base: 16, step: 16, length: 20, code: 1 },
  data: { base: 96, step: 4, length: 22, code: 2 },
});

/** Mulberry32: small, seedable and good enough for ids and addresses. */
export function random(/** @type {number} */ seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const hex = (/** @type {() => number} */ next, /** @type {number} */ digits) =>
  Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join('');

/** A resource's id as EC2 makes them: 17 hex digits, the first one 0. */
const resourceId = (/** @type {() => number} */ next, /** @type {string} */ prefix) =>
  `${prefix}-0${hex(next, 16)}`;

/** One group of an IPv6 address, never zero, so that the address is in its canonical form. */
const group16 = (/** @type {() => number} */ next) => (1 + Math.floor(next() * 65535)).toString(16);

/** How many interfaces each role gets out of `total`, at least enough for every path to exist. */
function roleCounts(total) {
  const counts = {
    nat: 3,
    lb: Math.max(2, Math.round(total * 0.03)),
    bastion: total >= 100 ? 2 : 1,
    endpoint: total >= 100 ? 6 : 3,
    db: Math.max(2, Math.round(total * 0.024)),
    cache: Math.max(1, Math.round(total * 0.012)),
    lambda: Math.max(2, Math.round(total * 0.08)),
    worker: Math.max(4, Math.round(total * 0.25)),
  };
  const others = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { ...counts, app: Math.max(4, total - others) };
}

const services = {
  app: ['checkout', 'catalog', 'search', 'orders', 'accounts', 'media', 'pricing', 'gateway'],
  worker: ['mailer', 'crawler', 'invoices', 'webhooks', 'batch'],
  lambda: ['lambda-resize', 'lambda-notify'],
};

/** The group of the n-th interface of a role. */
function groupOf(role, n) {
  const names = services[role];
  return names === undefined ? role : names[n % names.length];
}

const tierOf = (role) =>
  ['nat', 'lb', 'bastion'].includes(role) ? 'public' : ['db', 'cache'].includes(role) ? 'data' : 'app';

export const subnetKey = (tier, zone) => `${tier}-${zoneLetters[zone]}`;

/** Subnets by key such as `app-a`. */
function makeSubnets(next) {
  return Object.entries(tiers).flatMap(([tier, { base, step, length, code }]) =>
    azIds.map((azId, zone) => ({
      key: subnetKey(tier, zone),
      tier,
      zone,
      azId,
      id: resourceId(next, 'subnet'),
      routeTable: resourceId(next, 'rtb'),
      prefix: `10.32.${base + step * zone}.0/${length}`,
      octet: base + step * zone,
      prefix6: `2a05:d014:7a1:42${code}${zone}::/64`,
    })),
  );
}

function makeInterface(next, { idx, role, n, subnet, host }) {
  const addr = `10.32.${subnet.octet + Math.floor(host / 250)}.${4 + (host % 250)}`;
  const hasInstance = ['app', 'worker', 'bastion'].includes(role);
  const outside = ['nat', 'lb', 'bastion'].includes(role);
  const group = groupOf(role, n);
  return {
    idx,
    id: resourceId(next, 'eni'),
    role,
    group,
    name: hasInstance ? `${group}-${n}` : null,
    instance: hasInstance ? resourceId(next, 'i') : null,
    natGateway: role === 'nat' ? resourceId(next, 'nat') : null,
    zone: subnet.zone,
    subnet: subnet.id,
    azId: subnet.azId,
    addr,
    addr6: ['app', 'worker'].includes(role)
      ? `${subnet.prefix6.replace('::/64', '')}:${group16(next)}:${group16(next)}:${group16(next)}:${group16(next)}`
      : null,
    publicAddr: outside ? `3.12${subnet.zone}.${20 + Math.floor(idx / 200)}.${1 + (idx % 200)}` : null,
  };
}

/** Builds the VPC with about `total` interfaces. */
export function makeWorld(total, seed) {
  const next = random(seed);
  const subnets = makeSubnets(next);
  const hosts = new Map(subnets.map((subnet) => [subnet.key, 0]));
  /** @type {Interface[]} */
  const interfaces = [];
  for (const [role, count] of Object.entries(roleCounts(total))) {
    for (let n = 0; n < count; n += 1) {
      const key = subnetKey(tierOf(role), n % 3);
      const subnet = subnets.find((candidate) => candidate.key === key);
      const host = hosts.get(key) ?? 0;
      hosts.set(key, host + 1 + Math.floor(next() * 2));
      interfaces.push(makeInterface(next, { idx: interfaces.length, role, n, subnet, host }));
    }
  }
  const groups = new Map(
    [...new Set(interfaces.map(({ group }) => group))].map((group) => [group, resourceId(next, 'sg')]),
  );
  const gateways = {
    internet: resourceId(next, 'igw'),
    egressOnly: resourceId(next, 'eigw'),
    s3: resourceId(next, 'vpce'),
    dynamodb: resourceId(next, 'vpce'),
    secrets: resourceId(next, 'vpce'),
  };
  return { seed, subnets, interfaces, groups, gateways };
}

/** First octets of space that is handed out to real networks, so that no generated address is special-purpose. */
export const outsideOctets = [
  3, 8, 13, 18, 20, 23, 31, 34, 35, 37, 40, 44, 45, 46, 51, 52, 54, 62, 66, 77, 78, 80, 82, 85, 88, 91, 93,
  94, 99, 104, 109, 116, 118, 120, 134, 138, 140, 142, 146, 151, 157, 159, 162, 165, 173, 176, 178, 185, 188,
  193, 194, 195, 199, 205, 209, 212, 213, 217,
];

/** Ports of destinations, with their share in percent; the rest is 443. */
export const destinationPorts = [
  [80, 5],
  [22, 1.2],
  [587, 1],
  [465, 0.4],
  [993, 0.3],
  [5432, 0.4],
  [6379, 0.2],
  [8443, 1],
  [9092, 0.4],
  [9093, 0.3],
  [27017, 0.4],
  [5671, 0.3],
  [8080, 0.6],
  [21, 0.1],
  [50051, 0.3],
];

function destinationPort(next) {
  let rest = next() * 100;
  for (const [port, share] of destinationPorts) {
    rest -= share;
    if (rest < 0) return port;
  }
  return 443;
}

const awsOctets = new Set([3, 13, 18, 35, 52, 54]);

/** Destinations outside by list: `web`, `web6`, `s3`, `dynamodb`, `dns`, `ntp`. Rank 0 is the most used. */
export function makeDestinations(count, seed) {
  const next = random(seed ^ 0x5bd1e995);
  const octet = () => Math.floor(next() * 256);
  const list = [];
  const add = (name, idx, addr, port, service = null) => list.push({ list: name, idx, addr, port, service });
  const v6 = Math.max(4, Math.round(count * 0.04));
  for (let idx = 0; idx < count - v6; idx += 1) {
    const first = outsideOctets[Math.floor(next() * outsideOctets.length)];
    const service = awsOctets.has(first)
      ? next() < 0.3
        ? 'EC2'
        : next() < 0.5
          ? 'AMAZON'
          : 'CLOUDFRONT'
      : null;
    add(
      'web',
      idx,
      `${first}.${octet()}.${octet()}.${1 + Math.floor(next() * 254)}`,
      destinationPort(next),
      service,
    );
  }
  const nets = ['2606:4700', '2a00:1450:4001', '2a02:26f0', '2600:1f18', '2a03:2880', '2620:1ec'];
  for (let idx = 0; idx < v6; idx += 1) {
    const net = nets[Math.floor(next() * nets.length)];
    const service = net === '2600:1f18' ? 'EC2' : null;
    add('web6', idx, `${net}:${group16(next)}::${group16(next)}`, destinationPort(next), service);
  }
  for (let idx = 0; idx < 64; idx += 1) add('s3', idx, `52.219.${168 + (idx % 8)}.${4 + 3 * idx}`, 443, 'S3');
  for (let idx = 0; idx < 12; idx += 1) add('dynamodb', idx, `52.94.17.${8 + 5 * idx}`, 443, 'DYNAMODB');
  for (const [idx, addr] of ['8.8.8.8', '1.1.1.1', '8.8.4.4', '9.9.9.9', '208.67.222.222'].entries())
    add('dns', idx, addr, 53);
  for (const [idx, addr] of [
    '162.159.200.123',
    '162.159.200.1',
    '193.204.114.232',
    '216.239.35.0',
    '216.239.35.4',
    '94.130.49.186',
  ].entries())
    add('ntp', idx, addr, 123);
  return list;
}
