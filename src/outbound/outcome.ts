import { build, type Step } from '../plan/index.js';
import { decidedConversations } from './initiator.js';

const { and, call, cases, coalesce, col, eq, gt, inList, isPresent, lt, not, scan } = build;

/** Roles of interfaces that are an end of the conversations they log, not a station on the way. */
export const endRoles = ['workload', 'load-balancer', 'endpoint', 'unknown'] as const;

/** Addresses that some logged end interface has on its own side. */
export const seenAddressStep: Step = {
  name: 'outbound_seen_address',
  plan: scan('outbound_classified')
    .filter(inList(col('role'), endRoles), col('oriented'))
    .project({ address: col('local') })
    .distinct().plan,
};

export const acceptedOut = gt(call('subtract', col('records_out'), col('rejected_out')), 0);
export const acceptedIn = gt(call('subtract', col('records_in'), col('rejected_in')), 0);

/**
 * An egress REJECT of TCP after the close of an accepted connection, no denial (P13; VPC User Guide: a packet that
 * arrives after the connection was closed is a REJECT too). With flags, a reject without SYN is never an attempt to
 * open; without them, a reject that follows an accepted exchange of the same five-tuple is taken for one.
 */
const lateReject = and(
  eq(col('protocol'), 6),
  gt(col('rejected_out'), 0),
  cases(
    [[isPresent(col('reject_flags_out')), eq(call('bitAnd', col('reject_flags_out'), 2), 0)]],
    and(acceptedIn, coalesce(lt(col('first_out'), col('first_reject_out')), false)),
  ),
);

/** The peer answered with RST and never with SYN-ACK: the network let the attempt through, the service refused it. */
const refused = coalesce(
  and(
    eq(call('bitAnd', col('flags_in'), 4), 4),
    eq(call('bitAnd', col('flags_in'), 16), 0),
    gt(col('syn_out'), 0),
  ),
  false,
);

/** Numbers of the statuses; null is a conversation of nothing but late packets. */
export const outcomes = { accepted: 1, rejected: 2, unanswered: 3 } as const;

/**
 * Conversations with what became of them. `openings` counts how often the connection was opened: where it was answered
 * the records with a plain SYN (P6), else uses of the same ports that are far enough apart. `denied` marks an accepted
 * conversation that was also denied, by a rule that changed meanwhile.
 */
export const outcomeStep: Step = {
  name: 'outbound_outcome',
  plan: (() => {
    const synCount = cases([[eq(col('side'), 1), col('syn_out')]], col('syn_in'));
    const denied = and(gt(col('rejected_out'), 0), not(col('late')));
    const replyRejected = and(not(acceptedIn), gt(col('rejected_in'), 0));
    return decidedConversations()
      .extend({ late: lateReject })
      .extend({
        openings: cases(
          [[and(acceptedOut, acceptedIn), call('greatest', col('pieces'), synCount, 1)]],
          col('pieces'),
        ),
        outcome: cases([
          [and(acceptedOut, acceptedIn), outcomes.accepted],
          [and(acceptedIn, eq(col('records_out'), 0)), outcomes.accepted],
          [and(acceptedOut, replyRejected), outcomes.rejected],
          [and(not(acceptedOut), denied), outcomes.rejected],
          [acceptedOut, outcomes.unanswered],
        ]),
        denied: and(acceptedOut, acceptedIn, denied),
        reply_rejected: and(acceptedOut, replyRejected),
        refused,
      }).plan;
  })(),
};

export const records = call('add', col('records_out'), col('records_in'));
