import type { QueryText } from '../problem.js';
import type { TrinoType } from './types.js';

/** What a table's name stands for when it is not the flow logs. */
export type CatalogRelation =
  | {
      readonly kind: 'table';
      /** The engine's table or view; its columns have the names below. */
      readonly scan: string;
      readonly columns: readonly { readonly name: string; readonly type: TrinoType }[];
    }
  | {
      readonly kind: 'view';
      /** `database.view`, for messages. */
      readonly name: string;
      /** The SELECT of the view, and what names mean in it. */
      readonly text: string;
      readonly columns: readonly string[];
      readonly catalog: AthenaCatalog;
    };

/** Tables and views that were created. Any name that is not among them stands for the flow logs. */
export interface AthenaCatalog {
  /** `name` in lower case, with or without a database before it. */
  find(name: readonly string[]): CatalogRelation | undefined;
}

/** How deep views may name views; a view that names itself would have no end. */
const maxViewDepth = 20;

/** Refuses views that lead back to themselves. */
export function checkViewDepth(depth: number, query: QueryText, name: string): void {
  if (depth < maxViewDepth) return;
  const span = { start: 0, end: query.text.length };
  query.fail('view-recursive', `View '${name}' is recursive or nested too deeply.`, span);
}
