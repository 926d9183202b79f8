import type { Members } from '../../base/index.js';
import { hasPorts, type PortRange, parsePortRange, protocolName, protocolNumber } from '../../net/index.js';
import { markNames, ruleId } from '../derive/index.js';
import type { EgressRule, Peer, RuleMark } from '../types.js';
import type { PolicyCells } from './cells.js';

/** Prefix lists of a policy file by their id. */
export type PrefixLists = ReadonlyMap<string, Extract<Peer, { kind: 'prefix-list' }>>;

const ruleMembers = [
  'id',
  'peer',
  'protocol',
  'ports',
  'excess',
  'referenceExcess',
  'marks',
  'needs',
  'decidedBy',
];

/** Reads a rule; undefined when what it allows cannot be read. What else is wrong with it is refused, too. */
export function readRule(
  cells: PolicyCells,
  entry: Members,
  workload: string,
  lists: PrefixLists,
): EgressRule | undefined {
  entry.only('a rule', ...ruleMembers);
  const peer = readPeer(cells, entry, lists);
  const protocol = readProtocol(cells, entry);
  const ports = protocol === undefined ? undefined : readPorts(cells, entry, protocol);
  const excess = entry.has('excess') ? cells.amount(entry, 'excess') : 0n;
  const reference = readReferenceExcess(cells, entry);
  const marks = entry.texts('marks').flatMap(({ value, span }) => {
    const mark = markNames.find((each) => each === value);
    if (mark === undefined) {
      const message = `\`${value}\` is no mark.`;
      cells.document.refuse('policy-mark', span, message, `one of ${markNames.join(', ')}`);
    }
    return mark ?? ([] as RuleMark[]);
  });
  if (peer === undefined || protocol === undefined || ports === undefined) return undefined;
  const id = ruleId({ workload, peer, protocol, ports });
  checkId(cells, entry, id);
  return {
    id,
    peer,
    protocol,
    ports,
    needs: entry.texts('needs').map(({ value }) => value),
    decidedBy: entry.texts('decidedBy').map(({ value: text }) => ({ line: 0, text })),
    excess,
    ...reference,
    marks,
  };
}

/** An id that does not follow from the rule was copied with another one; it would name the wrong rule. */
function checkId(cells: PolicyCells, entry: Members, id: string): void {
  const written = entry.text('id');
  if (written === null || written === id) return;
  const message = `\`${written}\` is not the id of this rule, which was edited; \`${id}\` is used.`;
  cells.warn('policy-stale-id', entry.spanOf('id'), message, `write \`${id}\`, or leave the id out`);
}

function readReferenceExcess(cells: PolicyCells, entry: Members): Pick<EgressRule, 'referenceExcess'> {
  if (entry.has('referenceExcess')) return { referenceExcess: cells.amount(entry, 'referenceExcess') };
  return entry.names().includes('referenceExcess') ? { referenceExcess: null } : {};
}

const peerKinds = ['prefix', 'securityGroup', 'prefixList', 'domain'] as const;

function readPeer(cells: PolicyCells, rule: Members, lists: PrefixLists): Peer | undefined {
  const entry = rule.child('peer');
  if (entry === undefined) {
    if (!rule.has('peer')) cells.missing(rule, 'peer');
    return undefined;
  }
  entry.only('a peer', ...peerKinds, 'name');
  const [kind, second] = peerKinds.filter((each) => entry.has(each));
  if (kind === undefined || second !== undefined) {
    const help = `write one of ${peerKinds.join(', ')}`;
    cells.document.refuse('policy-peer', entry.span, 'A rule has one peer.', help);
    return undefined;
  }
  const text = cells.text(entry, kind);
  if (text === '') return undefined;
  switch (kind) {
    case 'prefix': {
      const prefix = cells.prefix(text, entry.spanOf(kind));
      return prefix === undefined ? undefined : { kind, prefix };
    }
    case 'securityGroup':
      return { kind: 'security-group', id: text, name: entry.text('name') };
    case 'prefixList':
      return (
        lists.get(text) ?? {
          kind: 'prefix-list',
          id: text,
          name: entry.text('name'),
          prefixes: null,
          weight: null,
        }
      );
    case 'domain':
      return { kind, name: text };
  }
}

function readProtocol(cells: PolicyCells, entry: Members): number | null | undefined {
  const text = cells.text(entry, 'protocol');
  if (text === '*') return null;
  const number = protocolNumber(text);
  if (number === undefined && text !== '') {
    const help = 'write tcp, udp, icmp, another name, a number from 0 to 255, or *';
    cells.document.refuse('policy-protocol', entry.spanOf('protocol'), `\`${text}\` is no protocol.`, help);
  }
  return number;
}

function readPorts(
  cells: PolicyCells,
  entry: Members,
  protocol: number | null,
): PortRange | null | undefined {
  const text = cells.text(entry, 'ports');
  if (text === '*') return null;
  if (text === '') return undefined;
  const span = entry.spanOf('ports');
  if (protocol === null || !hasPorts(protocol)) {
    const name = protocol === null ? '*' : protocolName(protocol);
    cells.document.refuse('policy-ports', span, `A rule of protocol \`${name}\` has no ports.`, 'write *');
    return undefined;
  }
  const range = parsePortRange(text);
  if (range === undefined) {
    const help = 'write a number from 0 to 65535, a range as in 8000-8100, or *';
    cells.document.refuse('policy-ports', span, `\`${text}\` is no port.`, help);
  }
  return range;
}
