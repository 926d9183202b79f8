import { parseAddress } from '../../net/index.js';
import type { Condition, Finding, Phrases, QueryFacts } from './facts.js';

/** Addresses as the records have them. */
const addressColumns = new Set(['srcaddr', 'dstaddr', 'pkt_srcaddr', 'pkt_dstaddr']);
const destinationColumns = new Set(['dstaddr', 'pkt_dstaddr']);
const directionColumns = ['srcaddr', 'pkt_srcaddr', 'tcp_flags', 'flow_direction'];
/** Ports that people administer through; 22 may also be a version-control client. */
const adminPorts = [22, 23, 3389, 5900, 5985, 5986];
const privateBlocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'];

export function portClass(facts: QueryFacts, say: Phrases): Finding[] {
  const ranges = facts.conditions.filter(
    ({ column, test, negated, from, to }) =>
      column === 'dstport' &&
      test === 'range' &&
      !negated &&
      (from ?? 0) <= 1 &&
      (to === 1023 || to === 1024),
  );
  return ranges.map(({ span, written }) => {
    const list = say.oneOf(written, adminPorts);
    return {
      span,
      message:
        'Ports below 1024 are no class of their own: web, DNS and time are among them, and 3389, 5985 and 5986 are not.',
      help: `for administrative ports write \`${list}\``,
      edits: [{ span, text: list }],
    };
  });
}

export function countedRecords(facts: QueryFacts, say: Phrases): Finding[] {
  const { orderedCount } = facts;
  if (orderedCount === undefined || facts.columns.has('bytes') || facts.columns.has('packets')) return [];
  // Rejected packets carry nothing; how often they were rejected is all there is to count.
  if (positive(facts, 'action', 'REJECT') !== undefined) return [];
  const { span, itemSpan, keySpan } = orderedCount;
  return [
    {
      span,
      message:
        '`count(*)` counts records, several for each connection; it measures neither traffic nor connections.',
      help: `for the most traffic order by \`${say.sumBytes}\``,
      edits: [
        { span: { start: itemSpan.start, end: itemSpan.start }, text: `${say.sumBytes}, ` },
        { span: keySpan, text: say.sortKey('volume') },
      ],
    },
  ];
}

/** A negative condition on the destination: what is outside some block. */
function outsideTests(facts: QueryFacts): Condition[] {
  return facts.conditions.filter(
    ({ column, negated, test }) => destinationColumns.has(column) && negated && test !== 'range',
  );
}

export function repliesIncluded(facts: QueryFacts): Finding[] {
  const [outside] = outsideTests(facts);
  if (outside === undefined || directionColumns.some((column) => facts.columns.has(column))) return [];
  return [
    {
      span: outside.span,
      message:
        'Nothing says who opened the connection: replies to clients outside have an outside destination too, with a high port.',
      help: 'name the source address of the interface, or ask `sluice outbound`, which lists what was opened inside',
    },
  ];
}

/** The CIDR block of a dotted beginning: `10.32` or `10.32.` is 10.32.0.0/16. */
function blockOfPrefix(text: string): string | undefined {
  const octets = text.replace(/\.$/, '').split('.');
  if (octets.length < 1 || octets.length > 3 || octets.some((octet) => !/^\d{1,3}$/.test(octet)))
    return undefined;
  const whole = [...octets, '0', '0', '0'].slice(0, 4).join('.');
  return parseAddress(whole) === undefined ? undefined : `${whole}/${octets.length * 8}`;
}

export function prefixAsText(facts: QueryFacts, say: Phrases): Finding[] {
  const tests = facts.conditions.filter(
    ({ column, test, texts }) =>
      addressColumns.has(column) &&
      (test === 'prefix' || test === 'part') &&
      texts.every((text) => /^\d[\d.]*$/.test(text)),
  );
  return tests.map(({ span, test, texts, written, negated }) => {
    const [fragment = ''] = texts;
    const block = blockOfPrefix(fragment);
    const others =
      test === 'part' ? `2${fragment}.… and 5.${fragment}.…` : `${fragment.replace(/\.$/, '')}0.…`;
    const asBlock = block === undefined ? undefined : say.inBlocks(written, [block], negated);
    const where = test === 'part' ? 'anywhere in the address' : 'as its first characters';
    return {
      span,
      message: `\`${fragment}\` is compared as text, ${where}, so ${others} ${test === 'part' ? 'match' : 'would match'} too.`,
      help: asBlock === undefined ? 'compare with an address block' : `write \`${asBlock}\``,
      edits: asBlock === undefined ? [] : [{ span, text: asBlock }],
    };
  });
}

export function rejectedDirection(facts: QueryFacts, say: Phrases): Finding[] {
  const reject = positive(facts, 'action', 'REJECT');
  if (reject === undefined || facts.columns.has('flow_direction')) return [];
  const sources = facts.conditions.filter(({ column }) => column === 'srcaddr' || column === 'pkt_srcaddr');
  if (sources.some(({ test, negated }) => !negated && (test === 'equals' || test === 'block'))) return [];
  const direction = say.equals(say.name('flow_direction'), 'egress');
  return [
    {
      span: reject.span,
      message:
        'Rejected records are of both directions: scans from outside are among them, and so are late packets of closed connections.',
      help: `add the interface's own address as the source, or \`${direction}\` where the format has it`,
    },
  ];
}

function positive(facts: QueryFacts, column: string, text: string): Condition | undefined {
  return facts.conditions.find(
    (each) => each.column === column && !each.negated && each.test === 'equals' && each.texts.includes(text),
  );
}

export function linesWithoutTraffic(facts: QueryFacts, say: Phrases): Finding[] {
  const byAddress = facts.groupBy.some((column) => addressColumns.has(column));
  const excluded = facts.conditions.some(
    ({ column, negated, test }) =>
      column === 'log_status' ||
      (column === 'action' && !negated) ||
      (addressColumns.has(column) && facts.groupBy.includes(column) && (!negated || test === 'block')),
  );
  if (!byAddress || excluded) return [];
  const status = say.equals(say.name('log_status'), 'OK');
  const edits = facts.addCondition?.(status);
  return [
    {
      message: 'NODATA and SKIPDATA lines have `-` for an address and form a group of their own.',
      help: `add \`${status}\``,
      ...(edits === undefined ? {} : { edits }),
    },
  ];
}

export function externalByOneBlock(facts: QueryFacts, say: Phrases): Finding[] {
  const outside = outsideTests(facts);
  const [first] = outside;
  if (first === undefined || outside.length >= privateBlocks.length) return [];
  const accepted = facts.columns.has('action') ? undefined : say.equals('action', 'ACCEPT');
  const blocks = say.inBlocks(first.written, privateBlocks, true);
  const edits = facts.addCondition?.(
    accepted === undefined ? blocks : `${blocks} ${facts.language === 'athena' ? 'AND' : 'and'} ${accepted}`,
  );
  const rejects = accepted === undefined ? '' : ' Rejected records count as traffic, too.';
  return [
    {
      span: first.span,
      message: `Outside this block is not outside the network: peered, shared and link-local addresses count as external.${rejects}`,
      help: `add \`${blocks}\`${accepted === undefined ? '' : ` and \`${accepted}\``}`,
      ...(edits === undefined ? {} : { edits }),
    },
  ];
}

export function oneInterface(facts: QueryFacts): Finding[] {
  const bound = facts.conditions.find(
    ({ column, test, negated, texts }) =>
      (column === 'interface_id' || column === '@logStream') &&
      test === 'equals' &&
      !negated &&
      texts.length === 1,
  );
  const isBroad =
    facts.aggregates.length > 0 ||
    (positive(facts, 'action', 'REJECT') !== undefined && !facts.columns.has('srcaddr'));
  if (bound === undefined || !isBroad) return [];
  return [
    {
      span: bound.span,
      message: 'The answer is about one interface and not about the VPC.',
      help: 'leave the condition out and group by the interface to ask about all of them',
    },
  ];
}
