import type { EgressAnalysis, EgressNeed, TimeSpan } from '../../outbound/index.js';
import { coverageShare } from './findings.js';
import { isoTime } from './format.js';
import type { ReportInput } from './input.js';
import { schemaVersion } from './json.js';
import { needId } from './need-id.js';

/**
 * The whole answer as one JSON document. Names are camelCase and stable within a `schemaVersion`; times are ISO 8601
 * in UTC; bytes, packets and connections are exact.
 */
export function renderAnalysisJson(input: ReportInput): string {
  const { analysis } = input;
  const document = {
    schemaVersion,
    kind: 'egress-analysis',
    tool: { name: 'sluice', version: input.version },
    sources: input.sources,
    inventory: input.inventorySource,
    account: input.account,
    complete: coverageShare(analysis.coverage).complete,
    ...analysis,
    needs: analysis.needs.map(needJson),
    undecided: analysis.undecided.map(withIsoTimes),
    coverage: coverageJson(analysis.coverage),
    timeline: analysis.timeline.map((point) => ({ ...point, at: isoTime(point.at) })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function needJson(need: EgressNeed): object {
  return { id: needId(need), ...withIsoTimes(need) };
}

function withIsoTimes<T extends { readonly firstSeen: number; readonly lastSeen: number }>(row: T): object {
  return { ...row, firstSeen: isoTime(row.firstSeen), lastSeen: isoTime(row.lastSeen) };
}

function coverageJson(coverage: EgressAnalysis['coverage']): object {
  return {
    ...coverage,
    window: spanJson(coverage.window),
    interfaces: coverage.interfaces.map((each) => ({
      ...each,
      gaps: each.gaps.map(spanJson),
      absences: each.absences.map(spanJson),
    })),
  };
}

function spanJson(span: TimeSpan): object {
  return { from: isoTime(span.from), to: isoTime(span.to) };
}
