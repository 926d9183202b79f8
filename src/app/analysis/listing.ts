import { type EgressNeed, inventoryPlan } from '../../outbound/index.js';
import { needOf } from './need-rows.js';
import type { AnalysisSession } from './session.js';

/** All needs by source, largest first, in pieces: a listing of any length stays within memory. */
export async function* listNeeds(session: AnalysisSession): AsyncGenerator<readonly EgressNeed[]> {
  for await (const piece of session.engine.stream(inventoryPlan)) {
    yield piece.rows.map((row) =>
      needOf(Object.fromEntries(piece.columns.map((column, index) => [column.name, row[index] ?? null]))),
    );
  }
}
