import { hasPorts, type PortRange } from '../../net/index.js';
import { hull, intersect, type Ranges, subtract } from './ranges.js';

/**
 * Ports from here on are handed out for a while and not looked up: Linux begins at 32768 (`ip_local_port_range`), IANA's
 * dynamic ports at 49152 (RFC 6335).
 */
const firstEphemeralPort = 32_768;

/** From so many single ports of one destination on, the next connection will use another one. */
const manyPorts = 5;

/**
 * The port ranges that rules of one destination get. Many ephemeral ports, as of passive FTP, become one range from the
 * lowest to the highest that was allowed (P23), broken where a port is forbidden; everything else stays as it is.
 */
export function ruleRanges(protocol: number, allowed: Ranges, forbidden: Ranges): readonly PortRange[] {
  const ephemeral = allowed.filter(({ from }) => from >= firstEphemeralPort);
  const whole = hull(ephemeral);
  if (!hasPorts(protocol) || whole === undefined || ephemeral.length < manyPorts) return allowed;
  const joined = subtract([whole], forbidden).flatMap((part) => hull(intersect(ephemeral, [part])) ?? []);
  return [...allowed.filter(({ from }) => from < firstEphemeralPort), ...joined];
}
