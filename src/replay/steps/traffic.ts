import { build, type Step } from '../../plan/index.js';
import { portClasses } from './pieces.js';
import { destinationStep, lefts, nameStep, needNumbers, placeStep, unusualStep } from './sources.js';
import { replayTables } from './tables.js';

const { agg, and, call, cast, coalesce, col, eq, gt, keep, left, right, scan } = build;

/** The class of every port that clients of openings used. */
export const clientPortStep: Step = {
  name: 'replay_client_port',
  plan: portClasses('outbound_opening', 'client_port', replayTables.clientPiece.name).plan,
};

/** What names traffic that neither rules nor answers tell apart. */
export const trafficKey = [
  'opener',
  'destination',
  'protocol',
  'port',
  'client_class',
  'answered',
  'reach',
  'name_class',
  'outcome',
] as const;

/** Where an opening looks up its need. */
const found = Object.entries(needNumbers).map(([own, theirs]) => eq(left(own), right(theirs)));

/**
 * Openings with what rules may tell apart in them. Each looks up small tables (its place, its destination, its client's
 * port), so that no result as long as the openings is ever kept. `rest` are columns to be carried along.
 */
export function classedOpenings(openings: build.Query, rest: readonly string[]): build.Query {
  const key = Object.keys(needNumbers);
  const carried = [...key, 'outcome', 'bytes_in', ...rest];
  const place = and(
    eq(left('iface'), right('iface_no')),
    eq(left('source'), right('source_no')),
    eq(left('vantage'), right('vantage')),
  );
  const pair = and(eq(left('source'), right('source_no')), eq(left('destination'), right('destination_no')));
  return openings
    .join('inner', scan(clientPortStep.name), eq(left('client_port'), right('port')), {
      ...lefts(carried),
      client_class: right('class_no'),
    })
    .join('inner', scan(placeStep.name), place, {
      ...lefts([...carried, 'client_class']),
      ...{ opener: right('opener'), source_id: right('source_id') },
    })
    .join('inner', scan(destinationStep.name), eq(left('destination'), right('no')), {
      ...lefts([...carried, 'client_class', 'opener', 'source_id']),
      reach: right('reach'),
    })
    .join('left', scan(unusualStep.name), and(...found), {
      ...lefts([...carried, 'client_class']),
      ...Object.fromEntries(
        ['opener', 'source_id', 'reach'].map((name) => [name, coalesce(right(name), left(name))]),
      ),
    })
    .join('left', scan(nameStep.name), pair, {
      ...lefts([...carried, 'client_class', 'opener', 'source_id', 'reach']),
      name_class: coalesce(right('name_class'), 0),
    })
    .extend({ answered: gt(col('bytes_in'), 0) });
}

/** What was opened, summed up by what rules and answers tell apart. */
export const trafficStep: Step = {
  name: 'replay_traffic',
  plan: (() => {
    const sum = (column: string) => cast(agg('sum', [col(column)]), 'bigint');
    const measured = ['openings', 'denied', 'bytes_out', 'first_seen', 'last_seen'];
    return classedOpenings(scan('outbound_opening'), measured).aggregate(keep(...trafficKey), {
      // A conversation that was accepted and denied as well counts once more, as needs count it.
      connections: call('add', sum('openings'), agg('countIf', [col('denied')])),
      bytes_out: sum('bytes_out'),
      bytes_in: sum('bytes_in'),
      first_seen: agg('min', [col('first_seen')]),
      last_seen: agg('max', [col('last_seen')]),
    }).plan;
  })(),
};

/** The class of every destination port. */
export const portStep: Step = {
  name: 'replay_port',
  plan: portClasses(trafficStep.name, 'port', replayTables.portPiece.name).plan,
};
