/**
 * What happens in the generated VPC, as one table. Fragments of SQL speak of `n`, the number of the conversation, and of
 * the macros `u` (uniform) and `h` (hash) of `conversations.mjs`.
 */

/**
 * @typedef {object} Kind
 * @property {string} name
 * @property {number} share of the conversations, not of the records: one through a NAT gateway leaves six records an interval
 * @property {string} [client] pool of interfaces that open it
 * @property {number} [outside] or: how many clients outside there are
 * @property {string} [server] pool of interfaces that it goes to
 * @property {string} [dest] or: list of destinations outside
 * @property {boolean} [nat] it goes through the NAT gateway of the client's zone
 * @property {boolean} [six] IPv6
 * @property {number} [protocol] IANA number; TCP when left out
 * @property {string} [clientPort] SQL; an ephemeral port when left out
 * @property {string} [serverPort] SQL; the destination's port when left out
 * @property {boolean} [answered] true when left out
 * @property {boolean} [rejected]
 * @property {number} seconds mean length; one in ten lasts eight times longer
 * @property {number} out mean bytes that the client sends in an interval
 * @property {number} in mean bytes that come back
 * @property {number} path traffic-path of what the VPC's side sends (AWS: 1 same VPC, 7 gateway endpoint, 8 internet gateway)
 */

/** @type {readonly Kind[]} */
export const kinds = [
  {
    name: 'nat_web',
    share: 0.14,
    client: 'inside',
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
    client: 'inside',
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
    client: 'app',
    dest: 'web6',
    six: true,
    seconds: 25,
    out: 4000,
    in: 25000,
    path: 8,
  },
  { name: 's3', share: 0.08, client: 'inside', dest: 's3', seconds: 20, out: 60000, in: 90000, path: 7 },
  {
    name: 'dynamodb',
    share: 0.03,
    client: 'inside',
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
    server: 'app',
    serverPort: '8080',
    seconds: 45,
    out: 9000,
    in: 25000,
    path: 1,
  },
  {
    name: 'db',
    share: 0.04,
    client: 'inside',
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
    client: 'inside',
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
    client: 'inside',
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
    client: 'inside',
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
    client: 'inside',
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
    client: 'inside',
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
    client: 'inside',
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
    client: 'inside',
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
    server: 'inside',
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
