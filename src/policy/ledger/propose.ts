import { hasPorts } from '../../net/index.js';
import type { Confidence, Scope } from '../../outbound/index.js';
import { lateShare } from '../derive/marks.js';
import type { NeedFacts } from './match.js';

/** What a proposal looks at. Times are Unix seconds. */
export interface ProposalFacts {
  readonly facts: NeedFacts;
  readonly scope: Scope;
  /** Name of the port's class; null when no class lists it. */
  readonly portClass: string | null;
  readonly connections: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly unanswered: number;
  readonly firstSeen: number;
  readonly window: { readonly from: number; readonly to: number };
  readonly confidence: Confidence;
  /** Label of the line of `sluice.yaml` that expects it. */
  readonly expectedBy: string | null;
  readonly scenarios: readonly string[];
  /** How many scenarios there are. */
  readonly scenariosKnown: number;
  /** Rule of the destination's security group that lets it in, in words; null when none is known. */
  readonly admittedBy: string | null;
}

/** What a proposal says: allow, deny, or that a person has to look. */
export type ProposedAnswer = 'allow' | 'deny' | 'look';

export interface ProposalReason {
  readonly code: string;
  readonly answer: ProposedAnswer;
  readonly text: string;
}

/** An answer to the question of the AWS guide: is this port right for this destination? It decides nothing. */
export interface Proposal {
  readonly answer: ProposedAnswer;
  /** Those for the answer first. */
  readonly reasons: readonly ProposalReason[];
}

interface ReasonSpec {
  readonly answer: ProposedAnswer;
  /** When it is given, for the reference. */
  readonly doc: string;
  /** The reason in words, or null when it does not hold. */
  readonly says: (need: ProposalFacts) => string | null;
}

/** Classes of ports that have no business with the internet (what other tools alert on as well). */
const insideClasses: ReadonlyMap<string, string> = new Map([
  ['remote-desktop', 'a remote screen'],
  ['database', 'a database'],
  ['cache', 'a cache'],
  ['container-api', 'the API of a container host'],
  ['file-sharing', 'a network file system'],
  ['rpc', 'a port mapper'],
  ['directory', 'a directory service'],
  ['coordination', 'service discovery or secrets'],
]);
const suspectClasses: ReadonlyMap<string, string> = new Map([
  ['mining', 'pools of crypto miners'],
  ['peer-to-peer', 'BitTorrent and Tor'],
  ['chat', 'IRC, by which bots are led'],
]);
/** TCP ports on which content and passwords can be read on the way (IANA service names). */
const readablePorts: ReadonlyMap<number, string> = new Map([
  [21, 'FTP'],
  [25, 'SMTP'],
  [80, 'HTTP'],
  [110, 'POP3'],
  [143, 'IMAP'],
  [389, 'LDAP'],
  [1883, 'MQTT'],
]);
/** Services whose addresses serve what customers of AWS put there. */
const sharedServices = new Set(['ec2', 'cloudfront', 'globalaccelerator', 'api_gateway']);
const isPublic = ({ scope }: ProposalFacts) => scope === 'internet' || scope === 'aws-service';
const leaves = ({ scope }: ProposalFacts) => scope !== 'own-vpc' && scope !== 'link-local-service';
const endpointScopes: ReadonlySet<Scope> = new Set(['own-vpc', 'gateway-endpoint', 'aws-service']);

/** Every reason, in the order in which they are given. A new one is a row. */
export const proposalReasons = {
  'port-unknown': {
    answer: 'look',
    doc: 'TCP or UDP without a port, as fragments are logged.',
    says: ({ facts }) =>
      hasPorts(facts.protocol) && facts.port === 0
        ? 'the records carry no port, so no rule can allow it'
        : null,
  },
  suspect: {
    answer: 'deny',
    doc: 'A port that miners, Tor, BitTorrent or IRC use, outside the VPC.',
    says: (need) => {
      const users = leaves(need) ? suspectClasses.get(need.portClass ?? '') : undefined;
      return users === undefined ? null : `port ${need.facts.port} is used by ${users}`;
    },
  },
  'inside-port-outside': {
    answer: 'deny',
    doc: 'A database, file system, remote screen or the like at a public address.',
    says: (need) => {
      const what = isPublic(need) ? insideClasses.get(need.portClass ?? '') : undefined;
      return what === undefined ? null : `port ${need.facts.port} is ${what}, at a public address`;
    },
  },
  telnet: {
    answer: 'deny',
    doc: 'Telnet to a public address.',
    says: (need) =>
      isPublic(need) && need.facts.protocol === 6 && need.facts.port === 23
        ? 'Telnet sends passwords as they are, to a public address'
        : null,
  },
  admin: {
    answer: 'look',
    doc: 'An administration port outside the VPC.',
    says: (need) => {
      if (!leaves(need) || need.portClass !== 'admin') return null;
      const git = need.facts.port === 22 ? '; a Git client uses it too' : '';
      return `port ${need.facts.port} administers machines${git}`;
    },
  },
  ephemeral: {
    answer: 'look',
    doc: 'A destination port from which clients open connections (32768 and up).',
    says: ({ facts, portClass }) =>
      hasPorts(facts.protocol) && facts.port >= 32_768 && portClass === null
        ? `port ${facts.port} is one that clients take: this may be a reply, or one of many`
        : null,
  },
  readable: {
    answer: 'look',
    doc: 'A protocol without encryption leaves the VPC.',
    says: (need) => {
      const name =
        need.facts.protocol === 6 && isPublic(need) ? readablePorts.get(need.facts.port) : undefined;
      return name === undefined ? null : `${name} can be read on the way`;
    },
  },
  'rejected-only': {
    answer: 'look',
    doc: 'Every attempt was rejected.',
    says: ({ accepted, rejected, unanswered }) =>
      accepted === 0 && rejected > 0 && unanswered === 0
        ? `rejected every time (${rejected}): a rule denies it today`
        : null,
  },
  'rejected-before': {
    answer: 'look',
    doc: 'Some attempts were rejected, others accepted.',
    says: ({ accepted, rejected }) =>
      accepted > 0 && rejected > 0 ? `${rejected} of its attempts were rejected` : null,
  },
  unanswered: {
    answer: 'look',
    doc: 'Nothing ever answered.',
    says: ({ accepted, unanswered, facts }) =>
      accepted === 0 && unanswered > 0 && facts.protocol === 6 ? 'nothing has answered it yet' : null,
  },
  'low-confidence': {
    answer: 'look',
    doc: 'Who opened the connection rests on weak evidence.',
    says: ({ confidence }) =>
      confidence === 'low' ? 'who opened the connection rests on weak evidence' : null,
  },
  'one-scenario': {
    answer: 'look',
    doc: 'Seen in one scenario of several, or in none of them.',
    says: ({ scenarios, scenariosKnown }) => {
      if (scenariosKnown < 2 || scenarios.length > 1) return null;
      return scenarios.length === 0
        ? 'seen outside of every scenario'
        : `seen in one scenario only: ${scenarios[0]}`;
    },
  },
  late: {
    answer: 'look',
    doc: 'First seen in the last tenth of the window.',
    says: ({ firstSeen, window: { from, to } }) =>
      to > from && firstSeen >= to - (to - from) * lateShare ? 'first seen late in the window' : null,
  },
  'shared-service': {
    answer: 'look',
    doc: 'A public address of AWS at which customers run what they like.',
    says: ({ scope, facts }) => {
      const shared = facts.services.find((each) => sharedServices.has(each));
      return scope === 'aws-service' && shared !== undefined
        ? `behind ${shared} stands whatever a customer of AWS runs there`
        : null;
    },
  },
  expected: {
    answer: 'allow',
    doc: 'A line of `sluice.yaml` expects it.',
    says: ({ expectedBy }) => (expectedBy === null ? null : `sluice.yaml expects it: ${expectedBy}`),
  },
  admitted: {
    answer: 'allow',
    doc: "The destination's security group lets exactly this in.",
    says: ({ admittedBy }) => admittedBy,
  },
  'service-port': {
    answer: 'allow',
    doc: 'An AWS service by its own name, on 443, where AWS serves its APIs.',
    says: ({ scope, facts }) => {
      const own = facts.services.filter((each) => !sharedServices.has(each) && each !== 'amazon');
      const [service] = own;
      const usual = facts.protocol === 6 && facts.port === 443 && endpointScopes.has(scope);
      return service !== undefined && usual ? `${service} on its usual port` : null;
    },
  },
  'link-local': {
    answer: 'allow',
    doc: 'A service of AWS on the host itself, which no security group can block.',
    says: ({ scope }) =>
      scope === 'link-local-service' ? 'AWS answers it on the host; it needs no rule' : null,
  },
  'several-scenarios': {
    answer: 'allow',
    doc: 'Seen in more than one scenario.',
    says: ({ scenarios, scenariosKnown }) =>
      scenarios.length > 1 ? `seen in ${scenarios.length} of ${scenariosKnown} scenarios` : null,
  },
  'unexpected-party': {
    answer: 'look',
    doc: 'A public address that no line of `sluice.yaml` expects, with or without a name.',
    says: ({ scope, expectedBy, facts }) => {
      if (scope !== 'internet' || expectedBy !== null) return null;
      const name = facts.peers.find((peer) => peer.kind === 'domain')?.name;
      return name === undefined
        ? 'a public address, and nothing says whose it is'
        : `${name} is a name on the internet that nobody expects`;
    },
  },
  'unknown-port': {
    answer: 'look',
    doc: 'Outside the VPC, a port that no class lists.',
    says: (need) =>
      leaves(need) && need.portClass === null && hasPorts(need.facts.protocol) && need.facts.port > 0
        ? `nothing is known to listen on port ${need.facts.port}`
        : null,
  },
} as const satisfies Readonly<Record<string, ReasonSpec>>;

/** Strongest first: one reason to deny outweighs all others, one to look those to allow. */
const answers: readonly ProposedAnswer[] = ['deny', 'look', 'allow'];

/**
 * Is this port right for this destination? The strongest answer among the reasons that hold; without any a person has to
 * look. TCP that was only attempted is never proposed for allowing; UDP may need no answer.
 */
export function propose(need: ProposalFacts): Proposal {
  const reasons = Object.entries(proposalReasons).flatMap(([code, { answer, says }]) => {
    const text = says(need);
    return text === null ? [] : [{ code, answer, text }];
  });
  const answer = answers.find((each) => reasons.some((reason) => reason.answer === each)) ?? 'look';
  const rank = (reason: ProposalReason) => answers.indexOf(reason.answer);
  return { answer, reasons: reasons.sort((a, b) => rank(a) - rank(b)) };
}
