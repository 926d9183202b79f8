import type { Inventory, NetworkInterface } from '../../inventory/index.js';
import type { Layer, Origin } from '../../replay/index.js';
import type { CellValue } from '../../store/index.js';
import { flag, text } from '../analysis/cells.js';

/** Whose interface a source's connections leave by: its own, or for one seen from elsewhere that of its address. */
export class Origins {
  readonly #byId: ReadonlyMap<string, NetworkInterface>;
  readonly #byAddress: ReadonlyMap<string, NetworkInterface>;
  readonly #numbers = new Map<string, number>();
  /** One origin of each number; those with the same number are judged alike. */
  readonly samples: Origin[] = [];

  constructor(
    inventory: Inventory,
    readonly layers: readonly Layer[],
  ) {
    this.#byId = new Map(inventory.interfaces.map((each) => [each.id, each]));
    this.#byAddress = new Map(
      inventory.interfaces.flatMap((each) => each.addresses.map((address) => [address, each] as const)),
    );
  }

  /** The number of the origin of one row of `sourcePlan`. */
  numberOf(row: Readonly<Record<string, CellValue>>): number {
    const own = text(row.vantage) === 'interface' || flag(row.gateway_itself);
    const known = own ? this.#byId.get(text(row.iface)) : this.#byAddress.get(text(row.source));
    const origin: Origin = {
      workload: text(row.workload),
      interfaceId: known?.id ?? null,
      securityGroups: known?.securityGroups ?? [],
      subnetId: known?.subnetId ?? null,
      vpcId: known?.vpcId ?? null,
    };
    const key = this.layers.map((layer) => layer.originKey(origin)).join('\u0000');
    const found = this.#numbers.get(key);
    if (found !== undefined) return found;
    this.#numbers.set(key, this.samples.length);
    return this.samples.push(origin) - 1;
  }
}
