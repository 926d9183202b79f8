/** Tables that the caller fills before or between the steps, with the types of their columns. */
export const replayTables = {
  /** Pieces of the address space in ascending order; `piece` numbers them, `class_no` says which are alike. */
  addressPiece: {
    name: 'replay_address_piece',
    columns: [
      ['ipv6', 'BOOLEAN'],
      ['key', 'VARCHAR'],
      ['piece', 'BIGINT'],
      ['class_no', 'BIGINT'],
    ],
  },
  portPiece: {
    name: 'replay_port_piece',
    columns: [
      ['port', 'BIGINT'],
      ['piece', 'BIGINT'],
    ],
  },
  clientPiece: {
    name: 'replay_client_piece',
    columns: [
      ['port', 'BIGINT'],
      ['piece', 'BIGINT'],
    ],
  },
  /** Every workload once, numbered. */
  workload: {
    name: 'replay_workload',
    columns: [
      ['workload_no', 'BIGINT'],
      ['workload', 'VARCHAR'],
    ],
  },
  /** Sources of one workload that are judged alike, as one: `origin` numbers origins with the same rules. */
  opener: {
    name: 'replay_opener',
    columns: [
      ['opener', 'BIGINT'],
      ['workload_no', 'BIGINT'],
      ['origin', 'BIGINT'],
      ['source_class', 'BIGINT'],
    ],
  },
  /** The opener that each source counts as. */
  sourceOpener: {
    name: 'replay_source_opener',
    columns: [
      ['source_id', 'BIGINT'],
      ['opener', 'BIGINT'],
    ],
  },
  /** Names by which a source reached an address; `name_class` numbers the sets of names, from 1. */
  name: {
    name: 'replay_name',
    columns: [
      ['source', 'VARCHAR'],
      ['destination', 'VARCHAR'],
      ['name_class', 'BIGINT'],
    ],
  },
  /** Every verdict that occurs once, numbered; `layer`, `rule_no` and `reason` are null where they say nothing. */
  verdict: {
    name: 'replay_verdict',
    columns: [
      ['verdict_no', 'BIGINT'],
      ['kind', 'BIGINT'],
      ['layer', 'VARCHAR'],
      ['rule_no', 'BIGINT'],
      ['reason', 'VARCHAR'],
    ],
  },
  /** The verdict of each case. */
  caseVerdict: {
    name: 'replay_case_verdict',
    columns: [
      ['case_id', 'BIGINT'],
      ['verdict_no', 'BIGINT'],
      ['kind', 'BIGINT'],
    ],
  },
  /** The rules that speak of each case, and those that may; `sure` tells them apart. */
  match: {
    name: 'replay_match',
    columns: [
      ['case_id', 'BIGINT'],
      ['rule_no', 'BIGINT'],
      ['sure', 'BOOLEAN'],
    ],
  },
  /** What the ledger decided, by workload. */
  decision: {
    name: 'replay_decision',
    columns: [
      ['workload', 'VARCHAR'],
      ['destination', 'VARCHAR'],
      ['protocol', 'BIGINT'],
      ['port', 'BIGINT'],
      ['decision', 'VARCHAR'],
      ['owner', 'VARCHAR'],
      ['line', 'BIGINT'],
    ],
  },
} as const;

export type ReplayTable = (typeof replayTables)[keyof typeof replayTables];

/** Numbers of the kinds of verdict. */
export const verdictNumbers = { passes: 1, blocked: 2, unknown: 3 } as const;
