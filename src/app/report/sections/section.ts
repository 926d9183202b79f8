import type { Findings } from '../findings.js';
import type { ReportInput } from '../input.js';
import type { Detail, Section } from '../report.js';
import type { NeedSums } from '../sums.js';

/** What the sections are made from. */
export interface SectionInput extends ReportInput {
  readonly findings: Findings;
  readonly sums: NeedSums;
  readonly detail: Detail;
  /** Rows of a list in this report; the rest is counted. */
  readonly rows: number;
}

/** A section with what it says; everything left out is empty. */
export function section(id: string, title: string, parts: Partial<Section> = {}): Section {
  return { id, title, text: [], points: [], tables: [], commands: [], attention: false, ...parts };
}

/** A line for a shell that asks the same lake. */
export function commandLine(input: SectionInput, words: string): string {
  return `sluice ${words}${input.flags === '' ? '' : ` ${input.flags}`}`;
}
