import { describe, expect, test } from 'vitest';
import { explainQuery } from '../../src/app/query.js';
import { type Language, lintQuery } from '../../src/lang/index.js';
import { lints } from '../../src/lang/lint/lints.js';

/** The queries of the AWS guide "Securing outbound network traffic", as they are printed there. */
const guide = {
  A1: `SELECT * FROM "<vpc_flow_logs_table_name>" WHERE interface_id = 'eni-1234567890000000' AND srcaddr LIKE '10.100.0.10' AND dstport < 1024 LIMIT 200;`,
  A2: `SELECT dstport, dstaddr, count(*) AS count FROM "<vpc_flow_logs_table_name>" WHERE dstaddr not like '10.32%' AND interface_id = 'eni-1234567890000000' GROUP BY dstport, dstaddr ORDER BY count desc LIMIT 200;`,
  A3: `SELECT * FROM "<vpc_flow_logs_table_name>" WHERE srcaddr like '10.32%' AND action LIKE 'REJECT'`,
  I1: `fields @timestamp, @message | filter interfaceId = 'eni-1234567890000000' | filter srcAddr = '10.100.0.10' | filter dstPort < 1024 | limit 200`,
  I2: `filter @logstream = 'eni-1234567890000000' | stats count(*) as count by dstAddr, dstPort | filter dstAddr not like '10.32' | order by count desc | limit 200`,
  I3: `filter @logstream = 'eni-0123456789000000' | fields @timestamp, @message | filter action='REJECT'`,
} as const;

function codes(text: string, language: Language): string[] {
  return [...new Set(lintQuery(text, language).notes.map((note) => note.code))];
}

describe("the guide's queries", () => {
  test.each([
    ['A1', 'L2 L11 L12 L15 L16'],
    ['A2', 'L3 L4 L7 L11 L13 L14 L15 L17'],
    ['A3', 'L7 L8 L11 L16'],
    ['I1', 'L2 L12 L15 L18'],
    ['I2', 'L3 L4 L5 L6 L7 L13 L14 L15 L17'],
    ['I3', 'L5 L8 L15 L17 L18'],
  ] as const)('%s has the defects %s', (name, expected) => {
    const language = name.startsWith('A') ? 'athena' : 'insights';
    expect(codes(guide[name], language).join(' ')).toBe(expected);
  });

  test.each(Object.entries(guide))('what %s meant is a query with fewer of them', (name, text) => {
    const language = name.startsWith('A') ? 'athena' : 'insights';
    const { meant } = lintQuery(text, language);
    expect(meant).toBeDefined();
    explainQuery({ text: meant ?? '', language });
    expect(codes(meant ?? '', language).length).toBeLessThan(codes(text, language).length);
    for (const edited of ['L2', 'L3', 'L5', 'L6', 'L7', 'L12', 'L13', 'L16']) {
      expect(codes(meant ?? '', language)).not.toContain(edited);
    }
  });
});

/** Queries that have a defect, in each language that can have it. */
const defective = [
  ['L2', 'athena', "SELECT * FROM t WHERE dstport BETWEEN 1 AND 1023 AND day = '2026/01/01'"],
  ['L2', 'insights', 'filter dstPort <= 1023'],
  ['L3', 'athena', 'SELECT dstaddr, count(*) FROM t GROUP BY 1 ORDER BY 2 DESC'],
  ['L4', 'athena', "SELECT * FROM t WHERE NOT contains('10.0.0.0/8', TRY_CAST(dstaddr AS IPADDRESS))"],
  ['L5', 'insights', "filter @logStream = 'eni-026d0b944a2863a7f'"],
  ['L7', 'athena', "SELECT * FROM t WHERE srcaddr LIKE '10.3%'"],
  ['L7', 'insights', "filter dstAddr like '192.168.'"],
  ['L8', 'insights', "filter action in ['REJECT']"],
  ['L10', 'insights', "filter logStatus = 'Ok'"],
  ['L10', 'athena', "SELECT * FROM t WHERE action = 'REJECTED'"],
  ['L11', 'athena', 'SELECT count(*) FROM db.vpc_flow_logs'],
  ['L12', 'athena', 'SELECT * FROM t FETCH FIRST 5 ROWS ONLY'],
  ['L13', 'insights', 'stats sum(bytes) by dstAddr'],
  ['L14', 'insights', "filter not isIpv4InSubnet(dstAddr, '10.32.0.0/16') | stats sum(bytes) by dstAddr"],
  ['L15', 'insights', "filter interfaceId like 'eni-123'"],
  ['L16', 'athena', "SELECT * FROM t WHERE interface_id LIKE 'eni-026d0b944a2863a7f'"],
  ['L17', 'athena', "SELECT count(*) FROM t WHERE interface_id = 'eni-026d0b944a2863a7f'"],
  ['L18', 'insights', 'fields @message'],
  ['day-form', 'athena', "SELECT * FROM t WHERE year = '2026' AND month = '09' AND day = '14'"],
  ['day-form', 'athena', "SELECT * FROM t WHERE day >= '2026-09-14'"],
  ['L3', 'insights', 'stats count(*) as n by dstAddr | sort n desc'],
  ['L4', 'insights', "filter not isIpv4InSubnet(dstAddr, '10.0.0.0/8') | stats sum(bytes) by dstPort"],
  ['L5', 'insights', "filter @logstream = 'eni-026d0b944a2863a7f-all'"],
  ['L6', 'insights', 'stats sum(bytes) as volume by dstPort | order by volume desc'],
  ['L8', 'athena', "SELECT * FROM t WHERE action = 'REJECT' AND srcaddr LIKE '10.%'"],
  ['L12', 'insights', "filter srcAddr = '10.0.0.1' | limit 5"],
  ['L13', 'athena', 'SELECT srcaddr, sum(bytes) FROM t GROUP BY srcaddr'],
  ['L14', 'athena', "SELECT * FROM t WHERE dstaddr NOT LIKE '10.%' AND srcaddr = '10.0.0.1'"],
  ['L15', 'athena', "SELECT * FROM t WHERE interface_id = 'eni-1234567890000000'"],
  ['L17', 'insights', "filter interfaceId = 'eni-026d0b944a2863a7f' | stats count(*) as n"],
] as const;

test.each(defective)('%s in %s: %s', (code, language, text) => {
  expect(codes(text, language)).toContain(code);
});

test.each(lints.map((lint) => [lint.code, lint] as const))(
  '%s has a case in each language that can have it',
  (code, lint) => {
    const cases = new Set<string>(defective.filter((each) => each[0] === code).map((each) => each[1]));
    const languages = lint.only === undefined ? ['athena', 'insights'] : [lint.only.language];
    expect([...cases].sort()).toEqual(languages);
  },
);

test.each(defective)('%s in %s is not said with `lint: false`', (_, language, text) => {
  expect(
    explainQuery({ text, language, lint: false }).diagnostics.filter((each) => each.severity === 'note'),
  ).toEqual([]);
});

test.each([
  [
    'athena',
    "SELECT dstport, sum(bytes) AS b FROM t WHERE day = '2026/01/31' AND log_status = 'OK' AND srcaddr = '10.0.0.1' GROUP BY dstport ORDER BY b DESC LIMIT 20",
  ],
  [
    'athena',
    "SELECT * FROM t WHERE start > 1789365600 AND action = 'REJECT' AND flow_direction = 'egress' ORDER BY start LIMIT 5",
  ],
  [
    'insights',
    "filter action = 'REJECT' and srcAddr = '10.0.0.1' | stats count(*) as n by dstPort | sort n desc",
  ],
  ['athena', 'WITH a AS (SELECT 1 AS one) SELECT * FROM a'],
  [
    'insights',
    "filter logStatus = 'OK' and srcAddr = '10.0.0.1' | stats sum(bytes) as b by dstAddr | sort b desc | limit 20",
  ],
  [
    'insights',
    "filter action = 'REJECT' and srcAddr = '10.0.0.1' | fields @timestamp, dstAddr, dstPort | sort @timestamp desc | limit 5",
  ],
  ['insights', "filter @logStream = 'eni-026d0b944a2863a7f-all' | fields @timestamp, dstAddr"],
] as const)('nothing to note in %s: %s', (language, text) => {
  expect(codes(text, language)).toEqual([]);
});

test('a condition is added in the place that leaves the others as they are', () => {
  const { meant } = lintQuery(
    'SELECT dstaddr, sum(bytes) FROM t WHERE protocol = 6 OR protocol = 17 GROUP BY dstaddr',
    'athena',
  );
  expect(meant).toBe(
    "SELECT dstaddr, sum(bytes) FROM t WHERE (protocol = 6 OR protocol = 17) AND log_status = 'OK' GROUP BY dstaddr",
  );
  expect(lintQuery('SELECT dstaddr, sum(bytes) FROM t GROUP BY dstaddr', 'athena').meant).toBe(
    "SELECT dstaddr, sum(bytes) FROM t WHERE log_status = 'OK' GROUP BY dstaddr",
  );
});
