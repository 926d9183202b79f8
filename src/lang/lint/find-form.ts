import { nearest } from '../../base/index.js';
import type { Finding, Phrases, QueryFacts } from './facts.js';

export function logStream(facts: QueryFacts, say: Phrases): Finding[] {
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

export function orderWord(facts: QueryFacts): Finding[] {
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

const tokens: Record<string, readonly string[]> = {
  log_status: ['OK', 'NODATA', 'SKIPDATA'],
  action: ['ACCEPT', 'REJECT'],
  flow_direction: ['ingress', 'egress'],
};

export function translatedTokens(facts: QueryFacts): Finding[] {
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

export function wholeTable(facts: QueryFacts): Finding[] {
  const isBound = facts.conditions.some(({ column }) => partitions.includes(column));
  if (facts.language !== 'athena' || !facts.scansTable || isBound) return [];
  return [
    {
      message: 'No partition or time bounds the scan: on Athena the whole table is read, and paid for.',
      help: "add for example `day = '2026/01/31'`, or a range of `start`",
    },
  ];
}

export function unordered(facts: QueryFacts, say: Phrases): Finding[] {
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

export function interfaceIds(facts: QueryFacts): Finding[] {
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

export function likeWithoutWildcard(facts: QueryFacts, say: Phrases): Finding[] {
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

export function expandedRow(facts: QueryFacts): Finding[] {
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
export function dayForm(facts: QueryFacts): Finding[] {
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
