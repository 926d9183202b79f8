import { nearest } from '../base/index.js';
import type { App } from './command.js';
import type { OptionSpecs, OptionValues } from './options.js';
import { UsageError } from './usage-error.js';

type Need = Parameters<App['needId']>[0];
type NeedGroup = ReturnType<App['groupsBy']>[number];

const statuses = ['accepted', 'rejected', 'unanswered'] as const;
const scopes = [
  'own-vpc',
  'peered',
  'link-local-service',
  'gateway-endpoint',
  'aws-service',
  'special-purpose',
  'internet',
] as const;
const sorts = [
  'bytes',
  'connections',
  'records',
  'last-seen',
  'first-seen',
  'destination',
  'workload',
] as const;

/** Which rows of the inventory are shown, and in which order. */
export const selectionOptions = {
  status: {
    type: 'choice',
    choices: statuses,
    many: true,
    placeholder: 'LIST',
    doc: 'Only needs with such attempts: accepted, rejected or unanswered.',
  },
  unexpected: { type: 'flag', doc: 'Only what leaves the VPC and no line of sluice.yaml expects.' },
  scope: {
    type: 'choice',
    choices: scopes,
    many: true,
    placeholder: 'LIST',
    doc: 'Only destinations that lie there.',
  },
  portClass: {
    type: 'text',
    many: true,
    placeholder: 'NAME',
    doc: 'Only ports of this class, for example admin.',
  },
  workload: { type: 'text', many: true, placeholder: 'NAME', doc: 'Only what this workload opened.' },
  sort: {
    type: 'choice',
    choices: sorts,
    default: 'bytes',
    doc: 'Largest first by bytes out, connections, records or last-seen; first by first-seen, destination or workload.',
  },
  limit: { type: 'integer', doc: 'How many rows to print. Default: all.' },
} as const satisfies OptionSpecs;

/** A name that nothing has is a slip of the pen more often than an answer. */
export function checkNames(
  command: string,
  flag: string,
  asked: readonly string[],
  known: Iterable<string>,
): void {
  const names = [...new Set(known)].sort();
  for (const name of asked) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    const cure = near === undefined ? '' : `; the nearest is \`${near}\``;
    const help = `known are ${names.join(', ')}`;
    throw new UsageError(command, `\`${flag}\` does not know \`${name}\`${cure}.`, help);
  }
}

/** Filters speak of single needs, so that a row adds up only what was asked for. */
export function selectGroups(
  app: App,
  needs: readonly Need[],
  by: Parameters<App['groupsBy']>[0],
  options: OptionValues<typeof selectionOptions>,
): NeedGroup[] {
  const classes = needs.flatMap((need) => need.portClass ?? []);
  checkNames('sluice outbound', '--port-class', options.portClass, [
    ...Object.keys(app.builtInPortClasses),
    ...classes,
  ]);
  checkNames(
    'sluice outbound',
    '--workload',
    options.workload,
    needs.map((need) => need.workload),
  );
  const selected = needs.filter((need) => {
    if (options.status.length > 0 && !options.status.some((status) => need[status] > 0)) return false;
    if (options.unexpected && (need.expected || !app.leavesVpc(need))) return false;
    if (options.scope.length > 0 && !options.scope.includes(need.scope)) return false;
    if (options.portClass.length > 0 && !options.portClass.includes(need.portClass ?? '')) return false;
    return options.workload.length === 0 || options.workload.includes(need.workload);
  });
  return app.sortGroups(app.groupsBy(by, selected), options.sort);
}
