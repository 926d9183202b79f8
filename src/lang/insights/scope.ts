import { type Diagnostic, nearest, type Span } from '../../base/index.js';
import { build, type Expr } from '../../plan/index.js';
import type { ColumnNames } from '../column-names.js';
import type { QueryText } from '../problem.js';
import { systemFieldNamed } from './fields.js';
import type { LogTable } from './log-table.js';
import { refuse } from './messages.js';
import type { Period } from './periods.js';
import type { Pipeline } from './pipeline.js';
import type { Range } from './range.js';
import type { Stage } from './syntax.js';
import { missing, type Value, valueAt } from './value.js';

/** Carries out stages from the records on, over a time range of their own or over that of the whole query. */
export type SubqueryCompiler = (stages: readonly Stage[], range?: Range) => Pipeline;

/** The names that a stage can use, and what they stand for. */
export class Scope {
  /** Names that the query made, in the order in which it made them. */
  readonly made = new Map<string, Value>();
  readonly diagnostics: Diagnostic[] = [];
  /** Names of which it was said that no event has them. */
  readonly #said = new Set<string>();
  /** The keys of the last `stats` that are bins. */
  readonly bins: { readonly name: string; readonly period: Period }[] = [];
  /** By how much `offset` shifts the bins of the `stats` that is being read. */
  binOffset = 0;
  /** The name that `join` gave to the rows before it. */
  leftAlias: string | undefined;
  /** The time range of the query, as far as it is known. */
  range: Range = {};

  constructor(
    readonly query: QueryText,
    readonly table: LogTable,
    /** After `stats` only its outputs are left. */
    readonly afterStats: boolean,
    readonly columns: ColumnNames,
    /** Carries out the stages of a subquery; undefined inside of one. */
    readonly compile?: SubqueryCompiler,
  ) {}

  /** Gives a name to a value that stands in this column. A name can be given once (AWS: "Ephemeral field is already defined"). */
  define(name: string, value: Value, span: Span): void {
    if (this.made.has(name)) {
      refuse(
        this.query,
        'already-defined',
        { name },
        span,
        'choose another name; `display` may list it again',
      );
    }
    this.made.set(name, value);
  }

  has(written: string): boolean {
    const name = this.#withoutSide(written);
    return this.made.has(name) || (!this.afterStats && this.#field(name) !== undefined);
  }

  resolve(written: string, span: Span): Value {
    const name = this.#withoutSide(written);
    const made = this.made.get(name) ?? this.#anyCase(name) ?? this.#inStructure(name);
    if (made !== undefined) return made;
    if (this.afterStats) {
      const near = nearest(name, this.made.keys());
      const help = near === undefined ? 'name it in `stats`, as a value or after `by`' : `write \`${near}\``;
      return refuse(this.query, 'unknown-after-stats', { name }, span, help);
    }
    return this.#field(name) ?? this.#unknown(name, span);
  }

  /** Names of system fields that `stats` kept are found whatever their case too. */
  #anyCase(name: string): Value | undefined {
    const system = systemFieldNamed(name);
    return system === undefined ? undefined : this.made.get(system);
  }

  /** `A.srcAddr` is the field `srcAddr` of the rows before a join that calls them `A`. */
  #withoutSide(name: string): string {
    const side = `${this.leftAlias}.`;
    return this.leftAlias !== undefined && name.startsWith(side) ? name.slice(side.length) : name;
  }

  /** `m.users.1.name`, where the query made a structure `m`. */
  #inStructure(name: string): Value | undefined {
    const steps = name.split('.');
    for (let count = steps.length - 1; count > 0; count--) {
      const structure = this.made.get(steps.slice(0, count).join('.'))?.structure;
      if (structure !== undefined) return valueAt(structure, steps.slice(count));
    }
    return undefined;
  }

  #field(name: string): Value | undefined {
    return this.table.field(name);
  }

  /** Unknown fields are no errors in Logs Insights: they are in no event. That is said. */
  #unknown(name: string, span: Span): Value {
    if (this.#said.has(name)) return missing;
    this.#said.add(name);
    const known = this.table.whyAbsent(name);
    const near = known === undefined ? nearest(name, this.table.suggestions) : undefined;
    const message =
      known ?? `No event has a field \`${name}\`; it is missing everywhere and matches nothing.`;
    const help = literalHelp[name] ?? (near === undefined ? undefined : `write \`${near}\``);
    if (!this.diagnostics.some((each) => each.message === message)) {
      this.diagnostics.push(
        this.query.warning(known === undefined ? 'unknown-field' : 'field-not-logged', message, span, help),
      );
    }
    return missing;
  }
}

/** There are no such values: a condition is 1 or 0. */
const literalHelp: Record<string, string> = {
  true: 'write `1`',
  false: 'write `0`',
  null: 'write `not ispresent(field)`',
};

export function columnValue(kind: Value['kind'], column: string): Value {
  const expr: Expr = build.col(column);
  return kind === 'missing' ? missing : { kind, expr };
}
