import { emptyInventory } from '../../inventory/index.js';
import {
  absenceSpansPlan,
  type Coverage,
  type CoverageInputs,
  coverageCountsPlan,
  coverageVolumePlan,
  gapSpansPlan,
  type InterfaceCoverage,
  type RibbonPiece,
  ribbonPlan,
  slotCount,
  slotSpanStep,
  slotStep,
  slotsPerPiece,
  slotWidth,
  type TimeSpan,
} from '../../outbound/index.js';
import type { Plan } from '../../plan/index.js';
import type { CellValue, LakeContents } from '../../store/index.js';
import { number, text } from './cells.js';
import type { AnalysisEngine } from './engine.js';
import type { Prepared } from './inputs.js';
import { limitsOf, missingFieldsOf } from './limits.js';
import type { AnalysisOptions } from './options.js';

type Row = Record<string, CellValue>;

/** What was seen of each interface over the window, and what limits every conclusion. */
export async function coverageOf(
  engine: AnalysisEngine,
  table: string,
  prepared: Prepared,
  contents: LakeContents,
  options: AnalysisOptions,
): Promise<Coverage> {
  const window = windowOf(prepared, options);
  const { inputs, seen } = prepared;
  const slotSeconds = slotWidth(window, inputs.aggregationSeconds, Math.max(1, seen.length));
  const asked: CoverageInputs = { table, resourceId: inputs.fields.resourceId, window, slotSeconds };
  await engine.keep(slotSpanStep(asked));
  await engine.keep(slotStep(asked));
  const interfaces = await interfacesOf(engine, prepared, asked);
  const inventory = options.inventory ?? emptyInventory;
  const logged = new Set(seen.map((each) => each.id));
  const described = new Set(inventory.interfaces.map((each) => each.id));
  const rest = {
    window,
    aggregationSeconds: inputs.aggregationSeconds,
    aggregationSource: prepared.aggregationSource,
    interfaces,
    unloggedInterfaces: [...described].filter((id) => !logged.has(id)).sort(),
    unknownInterfaces: described.size === 0 ? [] : [...logged].filter((id) => !described.has(id)).sort(),
    accepts: seen.reduce((sum, each) => sum + each.accepts, 0),
    rejects: seen.reduce((sum, each) => sum + each.rejects, 0),
    missingFields: missingFieldsOf(contents),
  };
  return { ...rest, limits: limitsOf(rest, slotSeconds, prepared, inventory) };
}

/**
 * From the first record's start to the end of the last interval in which one started, or as asked; `to` is exclusive.
 * Not the last record's end: a single long record would stretch the window for all.
 */
export function windowOf(prepared: Prepared, options: AnalysisOptions): TimeSpan {
  const interval = prepared.inputs.aggregationSeconds;
  const first = Math.min(...prepared.seen.map((each) => each.firstSeen));
  const last = Math.max(...prepared.seen.map((each) => each.lastStart));
  const from = options.from ?? (Number.isFinite(first) ? first : 0);
  const intervals = Number.isFinite(last) ? Math.floor((last - from) / interval) + 1 : 0;
  const to = options.to ?? from + Math.max(0, intervals) * interval;
  return { from, to: Math.max(to, from) };
}

async function interfacesOf(
  engine: AnalysisEngine,
  prepared: Prepared,
  asked: CoverageInputs,
): Promise<InterfaceCoverage[]> {
  const ask = (plan: Plan) => engine.rows(plan);
  const counts = byInterface(await ask(coverageCountsPlan));
  const volumes = byInterface(await ask(coverageVolumePlan));
  const gaps = byInterface(await ask(gapSpansPlan));
  const absences = byInterface(await ask(absenceSpansPlan(asked)));
  const ribbons = byInterface(await ask(ribbonPlan(asked)));
  const seconds = asked.window.to - asked.window.from;
  return prepared.inputs.interfaces.map((each) => {
    const count = counts.get(each.id)?.[0];
    const volume = volumes.get(each.id)?.[0];
    const inState = (state: string) => slotSecondsOf(count ? number(count[state]) : 0, asked, seconds);
    const [seen, silent, gap] = [inState('seen'), inState('silent'), inState('gap')];
    return {
      interfaceId: each.id,
      role: each.role,
      workload: each.workload,
      records: volume ? Number(volume.records ?? 0) : 0,
      bytes: volume ? Number(volume.bytes ?? 0) : 0,
      seenSeconds: seen,
      silentSeconds: silent,
      gapSeconds: gap,
      absentSeconds: Math.max(0, seconds - seen - silent - gap),
      gaps: (gaps.get(each.id) ?? []).slice(0, 100).map((row) => spanOf(row, asked, 1)),
      absences: (absences.get(each.id) ?? []).map((row) => spanOf(row, asked, 0)),
      ribbon: ribbonOf(ribbons.get(each.id) ?? [], asked),
    };
  });
}

function byInterface(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const id = text(row.iface);
    const list = found.get(id);
    if (list) list.push(row);
    else found.set(id, [row]);
  }
  return found;
}

/** The pieces of a ribbon; the last one may hold fewer slots than the others. */
function ribbonOf(rows: readonly Row[], asked: CoverageInputs): RibbonPiece[] {
  const slots = slotCount(asked);
  const per = slotsPerPiece(asked);
  const found = new Map(rows.map((row) => [number(row.piece), row]));
  return Array.from({ length: Math.ceil(slots / per) }, (_, piece) => {
    const size = Math.min(per, slots - piece * per);
    const row = found.get(piece);
    const share = (state: string) => (row ? number(row[state]) / size : 0);
    return { seen: share('seen'), silent: share('silent'), gap: share('gap') };
  });
}

/** Slots as seconds; the last slot may reach beyond the window. */
function slotSecondsOf(slots: number, asked: CoverageInputs, seconds: number): number {
  return slots === slotCount(asked) ? seconds : Math.min(seconds, slots * asked.slotSeconds);
}

/** A span of slots in time; `extra` is 1 when `to_slot` is the last slot of the span, 0 when it is the one after. */
function spanOf(row: Row, { window, slotSeconds }: CoverageInputs, extra: 0 | 1): TimeSpan {
  return {
    from: window.from + number(row.from_slot) * slotSeconds,
    to: Math.min(window.to, window.from + (number(row.to_slot) + extra) * slotSeconds),
  };
}
