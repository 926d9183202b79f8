import { build, type Plan } from '../plan/index.js';
import { withNames } from './named.js';
import { acceptedIn, endRoles } from './outcome.js';

const { and, asc, call, coalesce, col, eq, gt, inList, keep, not, scan } = build;

const answered = and(acceptedIn, gt(call('subtract', col('records_out'), col('rejected_out')), 0));
/** An answer of RST and never SYN-ACK: nothing listens there. */
const refused = coalesce(
  and(eq(call('bitAnd', col('flags_out'), 4), 4), eq(call('bitAnd', col('flags_out'), 16), 0)),
  false,
);
const inbound = scan('outbound_outcome').filter(
  eq(col('side'), 2),
  inList(col('role'), endRoles),
  answered,
  not(refused),
);

/**
 * Ports on which an interface answered: with each opener inside the VPC or a private network, by address. Openers on
 * the internet are in `servedInternetPlan`, since there is no end to them.
 */
export const servedPlan: Plan = withNames(
  inbound
    .filter(not(col('remote_internet')))
    .project(keep('iface', 'local', 'remote', 'protocol', 'local_port')),
  ['protocol', 'local_port'],
)
  .project(keep('iface', 'remote', 'protocol', 'local_port'))
  .distinct()
  .sort(asc(col('iface')), asc(col('protocol')), asc(col('local_port')), asc(col('remote'))).plan;

/** Ports on which an interface answered someone on the internet, by family of address. */
export const servedInternetPlan: Plan = withNames(
  inbound
    .filter(col('remote_internet'))
    // One opener stands for all: the names of addresses are not asked for.
    .aggregate(keep('iface', 'protocol', 'local_port', 'ipv6'), {
      local: build.agg('min', [col('local')]),
      remote: build.agg('min', [col('remote')]),
    }),
  ['protocol', 'local_port', 'ipv6'],
)
  .project(keep('iface', 'protocol', 'local_port', 'ipv6'))
  .sort(asc(col('iface')), asc(col('protocol')), asc(col('local_port')), asc(col('ipv6'))).plan;
