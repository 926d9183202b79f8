import { nearest, type Span } from '../../base/index.js';
import { parseAddress } from '../../net/index.js';
import { type Condition, type Edit, type Phrases, phrases, type QueryFacts } from './facts.js';

export interface Finding {
  readonly span?: Span;
  readonly message: string;
  readonly help?: string;
  /** Changes of the text that ask what was meant, where the text alone says what that is. */
  readonly edits?: readonly Edit[];
}

export interface Lint {
  readonly code: string;
  readonly title: string;
  readonly find: (facts: QueryFacts, say: Phrases) => readonly Finding[];
}

const addressColumns = new Set(['srcaddr', 'dstaddr', 'pkt_srcaddr', 'pkt_dstaddr']);
const destinationColumns = new Set(['dstaddr', 'pkt_dstaddr']);
const directionColumns = ['srcaddr', 'pkt_srcaddr', 'tcp_flags', 'flow_direction'];
/** Ports that people administer through; 22 may also be a version-control client. */
const adminPorts = [22, 23, 3389, 5900, 5985, 5986];
const privateBlocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'];

function portClass(facts: QueryFacts, say: Phrases): Finding[] {
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

function countedRecords(facts: QueryFacts, say: Phrases): Finding[] {
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

function repliesIncluded(facts: QueryFacts): Finding[] {
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

function logStream(facts: QueryFacts, say: Phrases): Finding[] {
  const cases = facts.wrongCase.map(({ written, proper, span }) => ({
    span,
    message: `\`${written}\` is written \`${proper}\`; on AWS the other case is another field, which no event has.`,
    help: `write \`${proper}\``,
    edits: [{ span, text: proper }],
  }));
  const bare = facts.conditions.filter(
    ({ column, test, negated, texts }) =>
      column === '@logStream' &&
      test === 'equals' &&
      !negated &&
      texts.some((text) => /^eni-[0-9a-f]+$/.test(text)),
  );
  const streams = bare.map(({ span, texts }) => {
    const byInterface = say.equals(say.name('interface_id'), texts[0] ?? '');
    return {
      span,
      message:
        'In CloudWatch Logs the stream of an interface is called `eni-…-all`, so equality with the bare id finds nothing there.',
      help: `write \`${byInterface}\``,
      edits: texts.length === 1 ? [{ span, text: byInterface }] : [],
    };
  });
  return [...streams, ...cases];
}

function orderWord(facts: QueryFacts): Finding[] {
  if (facts.orderWord === undefined) return [];
  const span = facts.orderWord;
  return [
    {
      span,
      message: '`order by` is not documented in Logs Insights.',
      help: 'write `sort`',
      edits: [{ span, text: 'sort' }],
    },
  ];
}

/** The CIDR block of a dotted beginning: `10.32` or `10.32.` is 10.32.0.0/16. */
export function blockOfPrefix(text: string): string | undefined {
  const octets = text.replace(/\.$/, '').split('.');
  if (octets.length < 1 || octets.length > 3 || octets.some((octet) => !/^\d{1,3}$/.test(octet)))
    return undefined;
  const whole = [...octets, '0', '0', '0'].slice(0, 4).join('.');
  return parseAddress(whole) === undefined ? undefined : `${whole}/${octets.length * 8}`;
}

function prefixAsText(facts: QueryFacts, say: Phrases): Finding[] {
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

function rejectedDirection(facts: QueryFacts, say: Phrases): Finding[] {
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

const tokens: Record<string, readonly string[]> = {
  log_status: ['OK', 'NODATA', 'SKIPDATA'],
  action: ['ACCEPT', 'REJECT'],
  flow_direction: ['ingress', 'egress'],
};

function translatedTokens(facts: QueryFacts): Finding[] {
  return facts.conditions.flatMap(({ column, test, texts, span }) => {
    const known = tokens[column];
    if (known === undefined || test !== 'equals') return [];
    return texts
      .filter((text) => !known.includes(text) && text !== '-')
      .map((text) => {
        const near = nearest(text, known);
        return {
          span,
          message: `No record has \`${text}\` there: the values are ${known.join(', ')}.`,
          help: near === undefined ? `write one of ${known.join(', ')}` : `write '${near}'`,
        };
      });
  });
}

const partitions = [
  'date',
  'day',
  'year',
  'month',
  'hour',
  'start',
  'end',
  'accid',
  'region',
  'aws-region',
  'aws-account-id',
];

function wholeTable(facts: QueryFacts): Finding[] {
  const isBound = facts.conditions.some(({ column }) => partitions.includes(column));
  if (facts.language !== 'athena' || !facts.scansTable || isBound) return [];
  return [
    {
      message: 'No partition or time bounds the scan: on Athena the whole table is read, and paid for.',
      help: "add for example `day = '2026/01/31'`, or a range of `start`",
    },
  ];
}

function unordered(facts: QueryFacts, say: Phrases): Finding[] {
  const { limit } = facts;
  if (limit === undefined || facts.ordered || facts.groupBy.length > 0 || facts.aggregates.length > 0)
    return [];
  const isSql = facts.language === 'athena';
  const order = say.sortNewest.replace(' | ', '').trim();
  return [
    {
      span: limit.span,
      message: isSql
        ? '`LIMIT` without `ORDER BY` keeps any rows, and others the next time.'
        : '`limit` without `sort` keeps the newest events, which may lie in a few minutes.',
      help: `write \`${order}\` before it`,
      edits: [{ span: { start: limit.span.start, end: limit.span.start }, text: say.sortNewest }],
    },
  ];
}

function linesWithoutTraffic(facts: QueryFacts, say: Phrases): Finding[] {
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

function externalByOneBlock(facts: QueryFacts, say: Phrases): Finding[] {
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

function interfaceIds(facts: QueryFacts): Finding[] {
  const tests = facts.conditions.filter(
    ({ column, test }) => (column === 'interface_id' || column === '@logStream') && test !== 'range',
  );
  return tests.flatMap(({ span, texts }) =>
    texts.flatMap((text) => {
      const digits = /^eni-([0-9A-Za-z]+)/.exec(text)?.[1];
      if (
        digits === undefined ||
        ((digits.length === 17 || digits.length === 8) && /^[0-9a-f]+$/.test(digits))
      )
        return [];
      return [
        {
          span,
          message: `\`${text}\` is no id of an interface: those have 17 hexadecimal digits (8 in old accounts), this one has ${digits.length}, so nothing matches.`,
          help: 'copy the id of an interface that was logged',
        },
      ];
    }),
  );
}

function likeWithoutWildcard(facts: QueryFacts, say: Phrases): Finding[] {
  const tests = facts.conditions.filter(
    ({ isLike, test, negated }) => isLike === true && test === 'equals' && !negated,
  );
  return tests.map(({ span, texts, written }) => {
    const equality = say.equals(written, (texts[0] ?? '').replaceAll("'", "''"));
    return {
      span,
      message: '`LIKE` without `%` or `_` is equality.',
      help: `write \`${equality}\``,
      edits: [{ span, text: equality }],
    };
  });
}

function oneInterface(facts: QueryFacts): Finding[] {
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

function expandedRow(facts: QueryFacts): Finding[] {
  if (facts.onlyMessage === undefined) return [];
  return [
    {
      span: facts.onlyMessage,
      message:
        'Only the time and the whole line are shown; the single fields of the console belong to its expanded row.',
      help: 'name the fields to see them as columns: `fields @timestamp, srcAddr, dstAddr, dstPort, action`',
    },
  ];
}

/** The projected table has `2026/01/31`, the Hive layout `31`; a query for the other one finds nothing. */
function dayForm(facts: QueryFacts): Finding[] {
  if (facts.language !== 'athena') return [];
  const tests = facts.conditions.filter(
    ({ column, texts, test }) =>
      column === 'day' && test !== 'range' && texts.some((text) => !/^\d{4}(\/\d\d){0,2}\/?$/.test(text)),
  );
  return tests.map(({ span, texts }) => ({
    span,
    message: `\`day\` is written as in 2026/01/31 here; \`${texts.join(', ')}\` is compared with that as text.`,
    help: "write `day = '2026/01/31'`, or `\"date\" = DATE '2026-01-31'`",
  }));
}

/** Known defects of flow-log queries, in the order in which they are reported. */
export const lints: readonly Lint[] = [
  { code: 'L2', title: 'a range of ports as a class', find: portClass },
  { code: 'L3', title: 'records counted as traffic', find: countedRecords },
  { code: 'L4', title: 'no initiator', find: repliesIncluded },
  { code: 'L5', title: 'name of the log stream', find: logStream },
  { code: 'L6', title: 'undocumented word', find: orderWord },
  { code: 'L7', title: 'an address block as text', find: prefixAsText },
  { code: 'L8', title: 'rejects of both directions', find: rejectedDirection },
  { code: 'L10', title: 'a value that no record has', find: translatedTokens },
  { code: 'L11', title: 'the whole table is read', find: wholeTable },
  { code: 'L12', title: 'a limit without an order', find: unordered },
  { code: 'L13', title: 'lines without traffic', find: linesWithoutTraffic },
  { code: 'L14', title: 'external by one block', find: externalByOneBlock },
  { code: 'L15', title: 'an id that cannot exist', find: interfaceIds },
  { code: 'L16', title: 'LIKE without a wildcard', find: likeWithoutWildcard },
  { code: 'L17', title: 'one interface, not the VPC', find: oneInterface },
  { code: 'L18', title: 'the line and not its fields', find: expandedRow },
  { code: 'day-form', title: 'a day in another form', find: dayForm },
];

export function findingsOf(facts: QueryFacts): { lint: Lint; finding: Finding }[] {
  const say = phrases[facts.language];
  return lints.flatMap((lint) => lint.find(facts, say).map((finding) => ({ lint, finding })));
}
