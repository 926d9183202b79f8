import { describe, expect, test } from 'vitest';
import { fixture, need } from '../../../test/fixtures/egress-analysis.js';
import type { EgressAnalysis } from '../../outbound/index.js';
import { renderAnalysisJson } from './analysis-json.js';
import { buildReport } from './build.js';
import { renderCsv } from './csv.js';
import { buildExplanation } from './explanation.js';
import { countFindings, coverageShare } from './findings.js';
import { groupsBy, sortGroups } from './groups.js';
import { renderHtml } from './html/page.js';
import type { ReportInput } from './input.js';
import { renderMarkdown } from './markdown.js';
import { needTable } from './need-tables.js';

function inputOf(analysis: EgressAnalysis): ReportInput {
  return {
    analysis,
    version: '0.1.0',
    sources: ['logs'],
    vpcIds: [],
    inventorySource: null,
    account: { lines: 10, headers: 2, records: 6, nodata: 1, skipdata: 1, duplicates: 1, rejected: 1 },
    flags: '--lake /tmp/lake',
  };
}

const input = inputOf(fixture);

describe('the report model', () => {
  const report = buildReport(input, 'brief', 3);

  test('says the window, the sums and whether coverage is complete', () => {
    expect(report.headline).toMatchInlineSnapshot(`
      [
        "From 2026-09-14 06:00 to 10:10 UTC (4 h 10 min), 5 workloads opened 5,558 connections (77 rejected) out of the VPC to 13 addresses: 3.02 GB out, 310 MB back.",
        "Of 15 egress needs, look at: 11 unexpected, 1 rejected, 1 never answered, 2 to administration ports. 2 conversations could not be decided. Of 3 records neither address could be told to be the interface's own: name the VPC's addresses with --vpc-cidr or --inventory.",
        "Coverage is NOT complete. 94.4 % of the time of 5 interfaces is covered; 2 with gaps or without lines for a while; 1 interface of the inventory without any line; aggregation interval 1 min (flow log).",
      ]
    `);
  });

  test('counts in every list what it leaves out, and says how to see it', () => {
    const cut = report.sections.filter((each) =>
      each.tables.some(({ table }) => table.total > table.rows.length),
    );
    expect(cut.map((each) => each.id)).toEqual([
      'workloads',
      'top-bytes',
      'top-connections',
      'unexpected',
      'coverage',
    ]);
    for (const each of cut)
      expect(each.commands[0]).toMatch(/^sluice (outbound|coverage).* --lake \/tmp\/lake$/);
  });

  test('names the expected traffic that nothing used', () => {
    const labels = Array.from({ length: 10 }, (_, index) => `service ${index + 1}`);
    const unused = buildReport(inputOf({ ...fixture, expectedUnseen: labels }), 'brief', 3);
    const points = unused.sections.find((each) => each.id === 'unexpected')?.points ?? [];
    expect(points).toEqual([
      'Nothing in this window used 10 entries of the expected traffic: service 1; service 2; service 3; service 4; service 5; service 6; service 7; service 8 and 2 more. Not needed, or not run while it was recorded?',
    ]);
    expect(report.sections.find((each) => each.id === 'unexpected')?.points).toEqual([]);
  });

  test('keeps traffic inside the VPC out of what leaves it', () => {
    const top = report.sections.find((each) => each.id === 'top-connections');
    const rows = top?.tables[0]?.table.rows ?? [];
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.flat()).not.toContain('10.32.32.223');
  });

  test('has something to say in every section of an empty answer', () => {
    const empty = buildReport(inputOf(emptyAnalysis), 'full', 10);
    const silent = empty.sections.filter((each) => {
      return each.text.length + each.points.length + each.tables.length + each.commands.length === 0;
    });
    expect(silent.map((each) => each.id)).toEqual([]);
    expect(renderHtml(empty, emptyAnalysis)).toContain('No interface was logged');
    expect(renderMarkdown(empty)).toContain('No interface was logged');
  });
});

const emptyAnalysis: EgressAnalysis = {
  ...fixture,
  needs: [],
  needsTotal: 0,
  unexpectedTotal: 0,
  workloads: [],
  destinations: [],
  destinationsTotal: 0,
  undecided: [],
  totals: { ...fixture.totals, undecidedConversations: 0 },
  nat: [],
  evidence: [],
  timeline: [],
  coverage: { ...fixture.coverage, interfaces: [], unloggedInterfaces: [], missingFields: [], limits: [] },
};

describe('findings', () => {
  test.each([
    ['unexpected', 11],
    ['rejected', 1],
    ['unanswered', 1],
    ['admin', 2],
    ['undecided', 5],
    ['gap', 3],
  ] as const)('%s counts %d', (kind, count) => {
    expect(countFindings(fixture, kind)).toBe(count);
  });

  test('coverage is complete only when every interface was seen or silent all the time', () => {
    const whole = fixture.coverage.interfaces.filter((each) => each.gapSeconds + each.absentSeconds === 0);
    const coverage = { ...fixture.coverage, interfaces: whole, unloggedInterfaces: [] };
    expect(coverageShare(coverage)).toEqual({ covered: 1, incompleteInterfaces: 0, complete: true });
    expect(coverageShare({ ...coverage, unloggedInterfaces: ['eni-1'] }).complete).toBe(false);
    expect(coverageShare({ ...coverage, interfaces: [] }).complete).toBe(false);
    expect(coverageShare(fixture.coverage).complete).toBe(false);
  });
});

describe('the outbound inventory', () => {
  test('by source in CSV has exactly the columns that were promised', () => {
    const csv = renderCsv(needTable('source', groupsBy('source', fixture.needs)));
    expect(csv.split('\r\n')[0]).toBe(
      'interface,source,destination,protocol,port,status,connections,accepted,rejected,unanswered,records,bytes_out,bytes_in,packets_out,packets_in,first_seen,last_seen,port_class,scope,scope_detail,path,path_detail,expected,expected_by,confidence,evidence,vantage,workload,notes',
    );
    expect(csv.split('\r\n').length).toBe(fixture.needs.length + 2);
  });

  test('by workload adds up what its sources did, and keeps the weakest evidence', () => {
    const needs = [
      need('app', '192.0.2.1', 443, { accepted: 2, evidence: 'a2', confidence: 'high', expected: true }),
      need('app2', '192.0.2.1', 443, { accepted: 0, rejected: 3, evidence: 'e', confidence: 'low' }),
      need('app', '192.0.2.1', 80),
    ];
    const groups = sortGroups(groupsBy('workload', needs), 'destination');
    expect(
      groups.map((group) => [group.first.port, group.connections, group.status, group.expected]),
    ).toEqual([
      [80, 12, 'accepted', false],
      [443, 5, 'accepted', false],
    ]);
    expect(groups[1]).toMatchObject({ evidence: 'e', confidence: 'low', accepted: 2, rejected: 3 });
  });

  test('names a row the same in every run, and differently from all others', () => {
    const ids = groupsBy('source', fixture.needs).map((group) => group.id);
    expect(groupsBy('source', [...fixture.needs].reverse()).map((group) => group.id)).toEqual(
      [...ids].reverse(),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the page', () => {
  const hostile = '<script>alert(1)</script>"\' onload=x';
  const analysis: EgressAnalysis = {
    ...fixture,
    needs: fixture.needs.map((each) => ({ ...each, workload: hostile, scopeDetail: hostile })),
    destinations: fixture.destinations.map((each) => ({
      ...each,
      scopeDetail: hostile,
      workloads: [hostile],
    })),
    coverage: {
      ...fixture.coverage,
      interfaces: fixture.coverage.interfaces.map((each) => ({ ...each, workload: hostile })),
    },
  };
  const page = renderHtml(buildReport(inputOf(analysis), 'full', 100), analysis);

  test('escapes everything that comes from logs and names', () => {
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/[^&;a-z]onload=x"?>/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  test('loads nothing: no address outside of it, and a policy that would forbid it', () => {
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
    expect(page).not.toMatch(/url\((?!#)/);
    expect(page).toMatch(
      /Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-/,
    );
  });

  test('has no inline style or handler, which the policy would block', () => {
    expect(page).not.toMatch(/<[^>]+ style=/);
    expect(page).not.toMatch(/<[^>]+ on[a-z]+="/);
  });

  test('draws the four charts', () => {
    expect(page.match(/<figure/g)).toHaveLength(4);
    expect(page).not.toContain('NaN');
  });
});

test('Markdown escapes what would become markup', () => {
  const analysis = { ...fixture, needs: [need('app', '192.0.2.1', 443, { scopeDetail: 'a|b<i>*c*' })] };
  const text = renderMarkdown(buildReport(inputOf(analysis), 'full', 10));
  expect(text).toContain('a\\|b&lt;i&gt;\\*c\\*');
});

test('JSON carries version, completeness, ids and ISO times', () => {
  const parsed: unknown = JSON.parse(renderAnalysisJson(input));
  expect(parsed).toMatchObject({
    schemaVersion: 1,
    kind: 'egress-analysis',
    complete: false,
    coverage: { window: { from: '2026-09-14T06:00:00Z', to: '2026-09-14T10:10:00Z' } },
    needs: expect.arrayContaining([
      expect.objectContaining({
        id: expect.stringMatching(/^[0-9a-f]{8}$/),
        firstSeen: '2026-09-14T06:05:00Z',
      }),
    ]),
  });
});

test('an explanation names a need by the id that lists give it', () => {
  const [first] = fixture.needs;
  if (first === undefined) throw new Error('the fixture has needs');
  const explanation = {
    ...{ needs: [first], needsTotal: 1, conversations: [], conversationsTotal: 0 },
    ...{ records: { columns: [], rows: [] }, recordsTotal: 0 },
  };
  const { headline, sections } = buildExplanation('x', explanation, new Map());
  const listed = groupsBy('workload', fixture.needs).find((group) => group.needs.includes(first));
  expect(sections[0]?.points[0]).toContain(`Need ${listed?.id}, `);
  expect(headline).toEqual(['1 row of `sluice outbound --by source`.']);
});
