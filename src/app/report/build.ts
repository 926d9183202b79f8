import { findingsOf } from './findings.js';
import { facts, headline } from './headline.js';
import type { ReportInput } from './input.js';
import type { Detail, Report, Section } from './report.js';
import * as about from './sections/about.js';
import { coverage } from './sections/coverage.js';
import * as decide from './sections/decide.js';
import * as leaving from './sections/leaving.js';
import * as network from './sections/network.js';
import type { SectionInput } from './sections/section.js';
import { sumsFrom } from './sums.js';

type MakeSection = (input: SectionInput) => Section | readonly Section[];

/** What follows from the needs was made by whoever knows of decisions. */
const outlook = (input: SectionInput) => input.outlook ?? [];

const sections: Record<Detail, readonly MakeSection[]> = {
  brief: [
    leaving.byWorkload,
    leaving.topByBytes,
    leaving.topByConnections,
    decide.adminPorts,
    decide.unexpected,
    decide.rejected,
    decide.unanswered,
    network.natGateways,
    decide.undecided,
    coverage,
    outlook,
    about.appendix,
  ],
  full: [
    about.scope,
    coverage,
    about.method,
    leaving.byWorkload,
    network.paths,
    leaving.topByBytes,
    leaving.topByConnections,
    decide.unexpected,
    decide.undecided,
    decide.rejected,
    decide.unanswered,
    decide.adminPorts,
    network.natGateways,
    network.inbound,
    outlook,
    decide.inventoryTable,
    about.unknowns,
    about.appendix,
  ],
};

/** Makes the report from the answer. `rows` bounds every list; what is left out is counted in it. */
export function buildReport(input: ReportInput, detail: Detail, rows: number): Report {
  const whole: SectionInput = {
    ...input,
    findings: findingsOf(input.analysis),
    sums: input.sums ?? sumsFrom(input.analysis.needs),
    detail,
    rows,
  };
  return {
    title: `Outbound requirements of ${vpcWords(input.vpcIds)}`,
    headline: headline(whole),
    facts: facts(whole),
    sections: sections[detail].flatMap((make) => make(whole)),
  };
}

function vpcWords(ids: readonly string[]): string {
  if (ids.length === 0) return 'the VPC';
  return ids.length <= 3 ? ids.join(', ') : `${ids.length} VPCs`;
}
