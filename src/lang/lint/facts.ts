import type { Span } from '../../base/index.js';
import type { Language } from '../compiled.js';

export type Test = 'equals' | 'prefix' | 'part' | 'pattern' | 'block' | 'range' | 'other';

/** A condition on one field with values that are written out. */
export interface Condition {
  /** Column of the lake (`dstaddr`), or the name itself for system fields (`@logStream`). */
  readonly column: string;
  /** The field as the query writes it. */
  readonly written: string;
  readonly test: Test;
  readonly negated: boolean;
  readonly texts: readonly string[];
  /** For `range`: the bounds, both inclusive, as far as they are given. */
  readonly from?: number;
  readonly to?: number;
  readonly span: Span;
  /** SQL's LIKE, which may stand without a wildcard. */
  readonly isLike?: boolean;
}

export interface Count {
  readonly span: Span;
  /** `count(*) as n`, with its name. */
  readonly itemSpan: Span;
}

/** What a query asks, whatever its language: all that the lints look at. */
export interface QueryFacts {
  readonly language: Language;
  readonly conditions: readonly Condition[];
  /** Columns of the lake that stand anywhere in the query. */
  readonly columns: ReadonlySet<string>;
  readonly groupBy: readonly string[];
  readonly aggregates: readonly { readonly name: string; readonly column: string | undefined }[];
  /** `count(*)` by which the rows are ordered, largest first, and the key that says so. */
  readonly orderedCount: (Count & { readonly keySpan: Span }) | undefined;
  readonly ordered: boolean;
  readonly limit: { readonly span: Span } | undefined;
  /** Fields shown when they are the time and the message only. */
  readonly onlyMessage: Span | undefined;
  /** The undocumented word `order by` of Logs Insights. */
  readonly orderWord: Span | undefined;
  /** System fields in another case than AWS writes them. */
  readonly wrongCase: readonly { readonly written: string; readonly proper: string; readonly span: Span }[];
  /** Whether the scanned table is the flow logs, and not only other queries. */
  readonly scansTable: boolean;
  /** Puts one more condition into the text; undefined where the text has no place for it. */
  readonly addCondition: ((condition: string) => readonly Edit[]) | undefined;
}

/** A piece of the text and what to write instead. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

export interface Finding {
  readonly span?: Span;
  readonly message: string;
  readonly help?: string;
  /** Changes of the text that ask what was meant, where the text alone says what that is. */
  readonly edits?: readonly Edit[];
}

/** How a language writes what the lints propose. */
export interface Phrases {
  readonly name: (column: string) => string;
  readonly equals: (field: string, text: string) => string;
  readonly oneOf: (field: string, numbers: readonly number[]) => string;
  readonly inBlocks: (field: string, blocks: readonly string[], negated: boolean) => string;
  readonly sumBytes: string;
  readonly sortNewest: string;
  readonly sortKey: (name: string) => string;
}

export const phrases: Record<Language, Phrases> = {
  athena: {
    name: (column) => (column === 'end' ? '"end"' : column),
    equals: (field, text) => `${field} = '${text}'`,
    oneOf: (field, numbers) => `${field} IN (${numbers.join(', ')})`,
    inBlocks: (field, blocks, negated) => {
      const tests = blocks.map((block) => `contains('${block}', TRY_CAST(${field} AS IPADDRESS))`);
      const any = tests.length === 1 ? tests.join('') : `(${tests.join(' OR ')})`;
      return negated ? `NOT ${any}` : any;
    },
    sumBytes: 'sum(bytes) AS volume',
    sortNewest: 'ORDER BY start DESC ',
    sortKey: (name) => name,
  },
  insights: {
    name: (column) => insightsNames[column] ?? column,
    equals: (field, text) => `${field} = '${text}'`,
    oneOf: (field, numbers) => `${field} in [${numbers.join(', ')}]`,
    inBlocks: (field, blocks, negated) => {
      const tests = blocks.map(
        (block) => `${block.includes(':') ? 'isIpv6InSubnet' : 'isIpv4InSubnet'}(${field}, '${block}')`,
      );
      const any = tests.length === 1 ? tests.join('') : `(${tests.join(' or ')})`;
      return negated ? `not ${any}` : any;
    },
    sumBytes: 'sum(bytes) as volume',
    sortNewest: 'sort @timestamp desc | ',
    sortKey: (name) => name,
  },
};

const insightsNames: Record<string, string> = {
  interface_id: 'interfaceId',
  srcaddr: 'srcAddr',
  dstaddr: 'dstAddr',
  srcport: 'srcPort',
  dstport: 'dstPort',
  log_status: 'logStatus',
  flow_direction: 'flowDirection',
};

/** The text with the edits made; of two that overlap, the one that comes first in the list counts. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const kept: Edit[] = [];
  for (const edit of edits) {
    const clashes = kept.some(
      (each) => overlaps(each.span, edit.span) || (sameSpan(each.span, edit.span) && each.text === edit.text),
    );
    if (!clashes) kept.push(edit);
  }
  const ordered = kept
    .map((edit, order) => ({ edit, order }))
    .sort((a, b) => b.edit.span.start - a.edit.span.start || b.order - a.order);
  return ordered.reduce(
    (result, { edit }) => result.slice(0, edit.span.start) + edit.text + result.slice(edit.span.end),
    text,
  );
}

function overlaps(a: Span, b: Span): boolean {
  const isInsertion = a.start === a.end || b.start === b.end;
  if (isInsertion) return (a.start > b.start && a.start < b.end) || (b.start > a.start && b.start < a.end);
  return a.start < b.end && b.start < a.end;
}

function sameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}
