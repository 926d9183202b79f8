import { type PortRange, type Prefix, prefixCovers } from '../../net/index.js';

/** An entry that allows; what no entry allows, the implicit deny at the end stops. */
export interface AclWish {
  readonly egress: boolean;
  /** IANA number; null is every protocol. */
  readonly protocol: number | null;
  readonly ports: PortRange | null;
  readonly prefix: Prefix;
  /** Egress rule that it comes from; null for what is served and for replies. */
  readonly rule: string | null;
  readonly note: string;
}

export interface AclEntry extends AclWish {
  readonly number: number;
}

/** Between two numbers there is room for an entry by hand. */
const step = 10;
const firstNumber = 100;

/**
 * Entries in the order of the wishes, each direction from 100 in tens; a wish that another covers is left out. All of
 * them allow, so their order changes nothing.
 */
export function numbered(wishes: readonly AclWish[]): AclEntry[] {
  return [true, false].flatMap((egress) => {
    const own = wishes.filter((each) => each.egress === egress);
    const kept = own.filter(
      (each, index) =>
        !own.some(
          (other, place) => place !== index && covers(other, each) && (place < index || !covers(each, other)),
        ),
    );
    return kept.map((each, index) => ({ ...each, number: firstNumber + index * step }));
  });
}

/** Whether everything that `inner` allows, `outer` allows. */
function covers(outer: AclWish, inner: AclWish): boolean {
  if (outer.protocol !== null && outer.protocol !== inner.protocol) return false;
  return prefixCoversAny(outer.prefix, inner.prefix) && portsCover(outer.ports, inner.ports);
}

function prefixCoversAny(outer: Prefix, inner: Prefix): boolean {
  return outer.family === inner.family && prefixCovers(outer, inner);
}

function portsCover(outer: PortRange | null, inner: PortRange | null): boolean {
  if (outer === null) return true;
  return inner !== null && outer.from <= inner.from && outer.to >= inner.to;
}
