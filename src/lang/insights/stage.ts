import type { Cursor } from './cursor.js';
import type { Pipeline } from './pipeline.js';
import type { Standing } from './standing.js';
import type { Stage, StageKind } from './syntax.js';

/** One command of the language: how it is written, printed and carried out. */
export interface StageDefinition<S extends Stage> extends Standing {
  readonly keyword: S['kind'];
  /** Other words that begin the same command. */
  readonly aliases?: readonly string[];
  readonly syntax: string;
  readonly doc: string;
  /** A whole query that uses it. */
  readonly example: string;
  /** Set when the stage works on the rows as they stand: an earlier `sort` and `limit` are carried out before it. */
  readonly onRows?: (stage: S) => boolean;
  /** Reads what follows the keyword, which is taken already; `start` is its place. */
  readonly parse: (cursor: Cursor, start: { readonly start: number; readonly end: number }) => S;
  readonly print: (stage: S) => string;
  readonly apply: (stage: S, pipeline: Pipeline) => void;
}

/** A stage whose own type the list no longer needs to know. */
export interface AnyStage extends Standing {
  readonly keyword: StageKind;
  readonly aliases: readonly string[];
  readonly syntax: string;
  readonly doc: string;
  readonly example: string;
  readonly onRows: (stage: Stage) => boolean;
  readonly parse: (cursor: Cursor, start: { readonly start: number; readonly end: number }) => Stage;
  readonly print: (stage: Stage) => string;
  readonly apply: (stage: Stage, pipeline: Pipeline) => void;
}

export function defineStage<S extends Stage>(definition: StageDefinition<S>): AnyStage {
  const own = (stage: Stage): S => stage as S;
  return {
    ...definition,
    aliases: definition.aliases ?? [],
    onRows: (stage) => definition.onRows?.(own(stage)) === true,
    print: (stage) => definition.print(own(stage)),
    apply: (stage, pipeline) => definition.apply(own(stage), pipeline),
  };
}
