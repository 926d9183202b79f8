import { build, type Plan, type Step } from '../plan/index.js';
import type { TimeSpan } from './index.js';

const {
  agg,
  and,
  asc,
  call,
  cases,
  cast,
  coalesce,
  col,
  desc,
  eq,
  ge,
  gt,
  keep,
  le,
  left,
  lit,
  lt,
  over,
  right,
  scan,
} = build;
const { values } = build;

/** What one slot of time says of an interface; a gap weighs more than traffic, since some of it is missing. */
export const slotStates = { gap: 1, seen: 2, silent: 3 } as const;

export interface CoverageInputs {
  readonly table: string;
  readonly resourceId: boolean;
  readonly window: TimeSpan;
  readonly slotSeconds: number;
}

/** Width of a slot: the aggregation interval, made coarser while there would be more slots than `most`. */
export function slotWidth(
  window: TimeSpan,
  aggregationSeconds: number,
  interfaces: number,
  most = 2_000_000,
): number {
  const widths = [aggregationSeconds, 300, 600, 1800, 3600, 86_400].filter(
    (each) => each >= aggregationSeconds,
  );
  const fits = widths.find((width) => ((window.to - window.from) / width) * interfaces <= most);
  return fits ?? 86_400;
}

/** Lines of the log as spans of slots; NODATA and SKIPDATA lines included. */
export function slotSpanStep(inputs: CoverageInputs): Step {
  const iface = inputs.resourceId
    ? coalesce(col('interface_id'), col('resource_id'), lit('-'))
    : coalesce(col('interface_id'), lit('-'));
  const slot = (time: string) =>
    call('divideInteger', call('subtract', col(time), inputs.window.from), inputs.slotSeconds);
  const state = cases(
    [
      [eq(col('log_status'), lit('SKIPDATA')), slotStates.gap],
      [eq(col('log_status'), lit('NODATA')), slotStates.silent],
    ],
    slotStates.seen,
  );
  const plan = scan(inputs.table)
    .filter(ge(col('start'), inputs.window.from), lt(col('start'), inputs.window.to))
    .aggregate(
      { iface, state, from_slot: slot('start'), to_slot: call('greatest', slot('start'), slot('end')) },
      {
        records: agg('count'),
        bytes: coalesce(cast(agg('sum', [col('bytes')]), 'bigint'), 0),
      },
    ).plan;
  return { name: 'coverage_span', plan };
}

/** One row for each interface and slot with a line, with the state that weighs most. */
export function slotStep(inputs: CoverageInputs): Step {
  const count = slotCount(inputs);
  const numbers = values(
    [{ name: 'slot', type: 'bigint' }],
    Array.from({ length: count }, (_, slot) => [slot]),
  );
  const spans = scan('coverage_span');
  const single = spans
    .filter(eq(col('from_slot'), col('to_slot')))
    .project({ ...keep('iface', 'state'), slot: col('from_slot') });
  const wide = spans
    .filter(gt(col('to_slot'), col('from_slot')))
    .project(keep('iface', 'state', 'from_slot', 'to_slot'))
    .distinct()
    .join('inner', numbers, and(ge(right('slot'), left('from_slot')), le(right('slot'), left('to_slot'))), {
      iface: left('iface'),
      state: left('state'),
      slot: right('slot'),
    });
  const plan = single
    .union(wide)
    .filter(ge(col('slot'), 0), lt(col('slot'), count))
    .aggregate(keep('iface', 'slot'), { state: agg('min', [col('state')]) }).plan;
  return { name: 'coverage_slot', plan };
}

export function slotCount(inputs: CoverageInputs): number {
  return Math.max(1, Math.ceil((inputs.window.to - inputs.window.from) / inputs.slotSeconds));
}

/** Slots in each state, by interface. */
export const coverageCountsPlan: Plan = scan('coverage_slot')
  .aggregate(keep('iface'), {
    seen: agg('countIf', [eq(col('state'), slotStates.seen)]),
    silent: agg('countIf', [eq(col('state'), slotStates.silent)]),
    gap: agg('countIf', [eq(col('state'), slotStates.gap)]),
  })
  .sort(asc(col('iface'))).plan;

/** Most pieces of a ribbon: a drawing has no room for more. */
export const ribbonPieces = 240;

/** How many slots make one piece of the ribbon. */
export function slotsPerPiece(inputs: CoverageInputs): number {
  return Math.max(1, Math.ceil(slotCount(inputs) / ribbonPieces));
}

/** Slots in each state, by interface and piece of the ribbon. */
export function ribbonPlan(inputs: CoverageInputs): Plan {
  const inState = (state: number) => agg('countIf', [eq(col('state'), state)]);
  return scan('coverage_slot')
    .aggregate(
      { iface: col('iface'), piece: call('divideInteger', col('slot'), slotsPerPiece(inputs)) },
      { seen: inState(slotStates.seen), silent: inState(slotStates.silent), gap: inState(slotStates.gap) },
    )
    .sort(asc(col('iface')), asc(col('piece'))).plan;
}

/** Lines and bytes, by interface. */
export const coverageVolumePlan: Plan = scan('coverage_span')
  .aggregate(keep('iface'), {
    records: cast(agg('sum', [col('records')], eq(col('state'), slotStates.seen)), 'bigint'),
    bytes: cast(agg('sum', [col('bytes')]), 'bigint'),
  })
  .sort(asc(col('iface'))).plan;

/** SKIPDATA spans, as slots, by interface. */
export const gapSpansPlan: Plan = scan('coverage_span')
  .filter(eq(col('state'), slotStates.gap))
  .project(keep('iface', 'from_slot', 'to_slot'))
  .sort(asc(col('iface')), asc(col('from_slot')))
  .limit(10_000).plan;

/** Spans of slots without any line: after each slot the distance to the next one; at most 20 for each interface. */
export function absenceSpansPlan(inputs: CoverageInputs): Plan {
  const count = slotCount(inputs);
  const next = coalesce(over('lead', [col('slot')], [col('iface')], [asc(col('slot'))]), count);
  const between = scan('coverage_slot')
    .project({ ...keep('iface'), from_slot: call('add', col('slot'), 1), to_slot: next })
    .filter(gt(col('to_slot'), col('from_slot')));
  const before = scan('coverage_slot')
    .aggregate(keep('iface'), { to_slot: agg('min', [col('slot')]) })
    .filter(gt(col('to_slot'), 0))
    .project({ ...keep('iface'), from_slot: lit(0), to_slot: col('to_slot') });
  const length = call('subtract', col('to_slot'), col('from_slot'));
  return between
    .union(before)
    .extend({ length })
    .extend({ place: over('rowNumber', [], [col('iface')], [desc(col('length')), asc(col('from_slot'))]) })
    .filter(le(col('place'), 20))
    .sort(asc(col('iface')), asc(col('place'))).plan;
}

/** Interfaces with what their own lines say of them; one cheap pass before everything else. */
export function interfacesSeenPlan(
  table: string,
  fields: { resourceId: boolean; interfaceType: boolean; place: boolean },
): Plan {
  const iface = fields.resourceId
    ? coalesce(col('interface_id'), col('resource_id'), lit('-'))
    : coalesce(col('interface_id'), lit('-'));
  const some = (present: boolean, column: string) =>
    present ? agg('max', [col(column)]) : lit(null, 'varchar');
  return scan(table)
    .aggregate(
      { iface },
      {
        first_seen: agg('min', [col('start')]),
        last_start: agg('max', [col('start')]),
        accepts: agg('countIf', [eq(col('action'), lit('ACCEPT'))]),
        rejects: agg('countIf', [eq(col('action'), lit('REJECT'))]),
        lines: agg('count'),
        over_minute: agg('countIf', [gt(call('subtract', col('end'), col('start')), 60)]),
        interface_type: some(fields.interfaceType, 'interface_type'),
        regional_nat: fields.resourceId ? agg('max', [col('resource_id')]) : lit(null, 'varchar'),
        vpc_id: some(fields.place, 'vpc_id'),
        subnet_id: some(fields.place, 'subnet_id'),
        instance_id: some(fields.place, 'instance_id'),
      },
    )
    .sort(asc(col('iface'))).plan;
}
