import { build } from '../plan/index.js';
import { partyStep } from './address-kinds.js';

const { eq, left, right, scan } = build;

/** Rows of conversations with names in place of the numbers of `iface`, `local` and `remote`; `rest` is kept as it is. */
export function withNames(rows: build.Query, rest: readonly string[]): build.Query {
  const plain = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, left(name)]));
  const addresses = scan('outbound_address');
  return rows
    .join('inner', scan(partyStep.name), eq(left('iface'), right('no')), {
      ...plain('local', 'remote', ...rest),
      iface: right('iface'),
    })
    .join('inner', addresses, eq(left('local'), right('no')), {
      ...plain('iface', 'remote', ...rest),
      local: right('address'),
    })
    .join('inner', addresses, eq(left('remote'), right('no')), {
      ...plain('iface', 'local', ...rest),
      remote: right('address'),
    });
}
