import { nearest } from '../../base/index.js';
import {
  formatPortRange,
  formatPrefix,
  hasPorts,
  type PortRange,
  parsePortRange,
  parsePrefix,
  protocolName,
  protocolNumber,
} from '../../net/index.js';
import { builtInPortClasses, type ExpectedTraffic, type PortClass, scopes } from '../../outbound/index.js';
import { awsServices } from './aws-services.js';
import type { WorkspaceDocument } from './document.js';
import type { ExpectedText, Path, PortClassText, PortsText, ScenarioText, WorkspaceText } from './schema.js';

/** A named span of use. */
export interface Scenario {
  readonly name: string;
  /** Unix seconds; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly note: string | null;
}

/** A CIDR block of one's own. Says what is wrong, in a sentence, or gives the block as AWS would save it. */
export function readOwnCidr(
  text: string,
): { cidr: string; warning?: string } | { fault: string; help: string } {
  const prefix = parsePrefix(text);
  if (!prefix) return { fault: `\`${text}\` is not a CIDR block.`, help: 'write it as in 10.0.0.0/16' };
  const cidr = formatPrefix(prefix);
  if (!text.includes('/'))
    return { fault: `\`${text}\` has no prefix length.`, help: 'write it as in 10.0.0.0/16' };
  if (prefix.length < (prefix.family === 4 ? 8 : 7)) {
    return {
      fault: `\`${text}\` is wider than any network of one's own.`,
      help: 'give the blocks of the VPC',
    };
  }
  if (!isCanonical(text, cidr)) return { cidr, warning: `\`${text}\` has host bits; \`${cidr}\` is used.` };
  return { cidr };
}

/** Two spellings of one IPv6 block are no mistake, host bits are. */
function isCanonical(text: string, cidr: string): boolean {
  return text.includes(':')
    ? parsePrefix(text.split('/')[0] ?? '')?.value === parsePrefix(cidr)?.value
    : text === cidr;
}

export function readVpcCidrs(document: WorkspaceDocument, texts: readonly string[]): string[] {
  return texts.flatMap((text, index) => {
    const path = ['vpcCidrs', index];
    const read = readOwnCidr(text);
    if ('fault' in read) {
      document.report(path, 'workspace-cidr', read.fault, { help: read.help });
      return [];
    }
    if (read.warning !== undefined)
      document.report(path, 'workspace-cidr', read.warning, { severity: 'warning' });
    return [read.cidr];
  });
}

function readPorts(document: WorkspaceDocument, path: Path, value: PortsText): PortRange[] {
  const list = Array.isArray(value) ? value : [value];
  return list.flatMap((each, index) => {
    const range = parsePortRange(String(each));
    if (range) return [range];
    document.report(
      Array.isArray(value) ? [...path, index] : path,
      'workspace-port',
      `\`${each}\` is not a port.`,
      {
        help: 'write a number from 0 to 65535, or a range as in 8000-8100',
      },
    );
    return [];
  });
}

export function readPortClasses(
  document: WorkspaceDocument,
  edits: NonNullable<WorkspaceText['portClasses']>,
): Map<string, PortClass | null> {
  const known = Object.keys(builtInPortClasses);
  const classes = new Map<string, PortClass | null>();
  for (const [name, edit] of Object.entries(edits)) {
    const path = ['portClasses', name];
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
      document.report(
        path,
        'workspace-name',
        `\`${name}\` is not a name of small letters, digits and hyphens.`,
      );
    } else if (edit === false || edit === 'off') {
      if (!known.includes(name)) {
        const near = nearest(name, known);
        const help = near === undefined ? `one of ${known.join(', ')}` : `write \`${near}\``;
        document.report(path, 'workspace-port-class', `There is no class \`${name}\` to take out.`, { help });
      }
      classes.set(name, null);
    } else {
      classes.set(name, readPortClass(document, path, name, edit));
    }
  }
  return classes;
}

function readPortClass(
  document: WorkspaceDocument,
  path: Path,
  name: string,
  text: PortClassText,
): PortClass {
  const ports = new Map<number, readonly PortRange[]>();
  for (const protocol of ['tcp', 'udp', 'sctp'] as const) {
    const value = text[protocol];
    const number = protocolNumber(protocol);
    if (value === undefined || number === undefined) continue;
    ports.set(number, readPorts(document, [...path, protocol], value));
  }
  if (ports.size === 0) {
    document.report(path, 'workspace-port-class', `The class \`${name}\` lists no ports.`, {
      help: 'write as in { tcp: [8081, 9000-9010] }, or `off` to take a class out',
    });
  }
  return { name, doc: text.doc ?? name, ports };
}

export function readExpected(
  document: WorkspaceDocument,
  entries: readonly ExpectedText[],
): ExpectedTraffic[] {
  return entries.map((entry, index) => {
    const path = ['expected', index];
    const ports = entry.ports === undefined ? null : readPorts(document, [...path, 'ports'], entry.ports);
    const protocol =
      entry.protocol === undefined ? null : readProtocol(document, [...path, 'protocol'], entry.protocol);
    if (ports !== null && protocol !== null && !hasPorts(protocol)) {
      document.report(
        [...path, 'ports'],
        'workspace-port',
        `The protocol \`${protocolName(protocol)}\` has no ports.`,
        {
          help: 'leave `ports` out',
        },
      );
    }
    checkDestination(document, [...path, 'to'], entry.to);
    for (const key of ['owner', 'reason'] as const) {
      if (entry[key].trim() === '')
        document.report([...path, key], 'workspace-missing-key', `\`${key}\` says nothing.`);
    }
    const { to, owner, reason, workload = null } = entry;
    return {
      to,
      ports,
      protocol,
      workload,
      owner,
      reason,
      label: entry.label ?? labelOf(to, protocol, ports),
    };
  });
}

function labelOf(to: string, protocol: number | null, ports: readonly PortRange[] | null): string {
  const words = [to, ...(protocol === null ? [] : [protocolName(protocol)])];
  return [...words, ...(ports === null ? [] : [ports.map(formatPortRange).join(',')])].join(' ');
}

function readProtocol(document: WorkspaceDocument, path: Path, value: string | number): number | null {
  const number = protocolNumber(String(value));
  if (number !== undefined) return number;
  document.report(path, 'workspace-protocol', `\`${value}\` is not a protocol.`, {
    help: 'write tcp, udp, icmp, icmpv6, another name, or a number from 0 to 255; leave it out for all',
  });
  return null;
}

/** Refuses what cannot match any flow record, so that no entry is without effect in silence. */
function checkDestination(document: WorkspaceDocument, path: Path, to: string): void {
  const fault = destinationFault(to);
  if (fault) document.report(path, 'workspace-destination', fault.message, fault);
}

interface DestinationFault {
  readonly message: string;
  readonly help: string;
  readonly severity?: 'warning';
}

function destinationFault(to: string): DestinationFault | undefined {
  if (parsePrefix(to) || scopes.some((scope) => scope === to) || /^pl-[0-9a-f]{8,17}$/.test(to))
    return undefined;
  if (/^[\d.]+(\/|$)/.test(to) || to.includes(':') || to.includes('/')) {
    return { message: `\`${to}\` is not a CIDR block.`, help: 'write it as in 198.51.100.0/24' };
  }
  if (to.startsWith('pl-')) {
    return {
      message: `\`${to}\` is not the id of a prefix list.`,
      help: 'write it as in pl-0123456789abcdef0',
    };
  }
  if (to.startsWith('com.amazonaws.') || awsServices.has(to.toUpperCase())) return undefined;
  if (to.includes('.')) {
    const help = 'give the addresses, or the AWS service behind them';
    return { message: `\`${to}\` is a name; flow records hold addresses.`, help };
  }
  return serviceFault(to);
}

/** Endpoint services have names in small letters, of which there is no list; the others AWS lists, and adds to. */
function serviceFault(to: string): DestinationFault | undefined {
  const endpoint = /^[a-z][a-z0-9-]*$/.test(to);
  const near = nearest(to, endpoint ? scopes : [...scopes, ...awsServices]);
  if (near !== undefined) return { message: `\`${to}\` is not a destination.`, help: `write \`${near}\`` };
  if (endpoint) return undefined;
  if (/^[A-Z][A-Z0-9_]*$/.test(to)) {
    const help = 'compare it with the values of pkt-dst-aws-service, or with ip-ranges.json';
    return { message: `\`${to}\` is not an AWS service that is known here.`, help, severity: 'warning' };
  }
  const help = `a CIDR block, a prefix list, an AWS service, or one of ${scopes.join(', ')}`;
  return { message: `\`${to}\` is not a destination.`, help };
}

export function readScenarios(document: WorkspaceDocument, entries: readonly ScenarioText[]): Scenario[] {
  const names = new Set<string>();
  return entries.flatMap((entry, index) => {
    const path = ['scenarios', index];
    if (names.has(entry.name)) {
      document.report([...path, 'name'], 'workspace-name', `There are two scenarios \`${entry.name}\`.`);
    }
    names.add(entry.name);
    const from = readInstant(document, [...path, 'from'], entry.from);
    const to = readInstant(document, [...path, 'to'], entry.to);
    if (from === undefined || to === undefined) return [];
    if (from >= to) document.report([...path, 'to'], 'workspace-time', '`to` is not after `from`.');
    return [{ name: entry.name, from, to, note: entry.note ?? null }];
  });
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function readInstant(document: WorkspaceDocument, path: Path, value: string | number): number | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 1e10) return value;
  const time = typeof value === 'string' && instant.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(time)) return Math.floor(time / 1000);
  document.report(path, 'workspace-time', `\`${value}\` is not a time.`, {
    help: 'write it as in 2026-11-20T14:30:00Z, or in Unix seconds',
  });
  return undefined;
}
