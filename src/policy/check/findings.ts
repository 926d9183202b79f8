import type { PortRange, Prefix } from '../../net/index.js';
import type { DecidedNeed, DecisionRef, EgressRule, Peer } from '../types.js';

/** Traffic that shows what is wrong: one connection of it is enough to see. */
export interface CounterExample {
  /** The destination; null where only its group, list or domain is known. */
  readonly prefix: Prefix | null;
  /** Null is every protocol. */
  readonly protocol: number | null;
  readonly ports: PortRange | null;
}

/** What a policy does not keep to, each with an example that shows it. */
export type CheckFinding = { readonly workload: string } & (
  | { readonly kind: 'blocked-need'; readonly need: DecidedNeed; readonly closest: EgressRule | null }
  /** A line allows it, seen or not, and no rule does. */
  | {
      readonly kind: 'blocked-line';
      readonly decidedBy: DecisionRef | null;
      readonly peer: Peer | null;
      readonly example: CounterExample;
    }
  /** Denied, or undecided though it was seen, and a rule allows it. */
  | {
      readonly kind: 'leak';
      readonly rule: EgressRule;
      readonly example: CounterExample;
      readonly need: DecidedNeed | null;
    }
  /** Without the rule everything allowed still passes. */
  | { readonly kind: 'spare'; readonly rule: EgressRule }
  /** With the narrower rule everything allowed still passes. */
  | {
      readonly kind: 'narrowable';
      readonly rule: EgressRule;
      readonly narrower: Pick<EgressRule, 'peer' | 'protocol' | 'ports'>;
    }
  /** What the file says of a rule is not what it is. */
  | { readonly kind: 'wrong-record'; readonly rule: EgressRule; readonly what: string }
  /** A policy for something that is not there. */
  | { readonly kind: 'unknown-workload' }
);

export type FindingKindOfCheck = CheckFinding['kind'];

/** What each kind says, in the order in which they are shown. */
export const findingWords: Record<FindingKindOfCheck, string> = {
  'blocked-need': 'an allowed need is blocked',
  'blocked-line': 'a line of the ledger allows what no rule does',
  leak: 'a rule allows what is denied or undecided',
  spare: 'a rule can be dropped',
  narrowable: 'a rule can be narrowed',
  'wrong-record': 'the file says of a rule what does not hold',
  'unknown-workload': 'the policy names a workload that is not there',
};
