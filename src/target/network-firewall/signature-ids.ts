/** Signature ids of one's own rules begin at a million (Suricata documentation, sid allocation). */
const firstSid = 1_000_000;
const lastSid = 999_999_999;

/** Where a rule that is no policy's stands: behind the range. */
export const defaultSids = { drop: lastSid + 1 };

/** The rule that passes the replies of another. */
export function replySid(sid: number): number {
  return sid + lastSid + 1;
}

/**
 * A signature id for each rule that follows from the rule's own id, so that a rule keeps its number when others come
 * and go. Two rules that would share one are told apart in the order of their ids.
 */
export function signatureIds(ruleIds: readonly string[]): Map<string, number> {
  const sids = new Map<string, number>();
  const taken = new Set<number>();
  for (const id of [...new Set(ruleIds)].sort()) {
    let sid = firstSid + (Number.parseInt(id, 16) % (lastSid - firstSid + 1));
    while (taken.has(sid)) sid = sid === lastSid ? firstSid : sid + 1;
    taken.add(sid);
    sids.set(id, sid);
  }
  return sids;
}
