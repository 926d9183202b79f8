/** What the path of a source says about it. Null where the path does not say. */
export interface PathFacts {
  readonly account: string | null;
  readonly region: string | null;
  /** `YYYY-MM-DD` of the delivery; records may start up to an aggregation interval earlier. */
  readonly day: string | null;
  readonly flowLogId: string | null;
}

const fileName =
  /^(?<account>\d{12})_vpcflowlogs_(?<region>[a-z0-9-]+)_(?<flowLogId>fl-[0-9a-f]+)_(?<y>\d{4})(?<m>\d\d)(?<d>\d\d)T\d{4}Z_/;
const plainFolder =
  /(?:^|\/)AWSLogs\/(?<account>\d{12})\/vpcflowlogs\/(?<region>[a-z0-9-]+)\/(?<y>\d{4})\/(?<m>\d\d)\/(?<d>\d\d)\//;
/** Resolver query logs (Route 53 Developer Guide) have no region in their path. */
const resolverFolder =
  /(?:^|\/)AWSLogs\/(?<account>\d{12})\/vpcdnsquerylogs\/[^/]+\/(?<y>\d{4})\/(?<m>\d\d)\/(?<d>\d\d)\//;
/** Network Firewall Developer Guide, "Sending AWS Network Firewall logs to Amazon Simple Storage Service". */
const firewallFolder =
  /(?:^|\/)AWSLogs\/(?<account>\d{12})\/network-firewall\/(?:alert|flow|tls)\/(?<region>[a-z0-9-]+)\/[^/]+\/(?<y>\d{4})\/(?<m>\d\d)\/(?<d>\d\d)\//;
const hiveAccount = /(?:^|\/)aws-account-id=(\d{12})\//;
const hiveRegion = /(?:^|\/)aws-region=([a-z0-9-]+)\//;
const hiveDay = /(?:^|\/)year=(\d{4})\/month=(\d\d)\/day=(\d\d)\//;
const anyFlowLogId = /(?:^|[/_.])(fl-[0-9a-f]{8,17})(?=[/_.]|$)/;

/**
 * Reads account, region, day and flow log id from a path, in the layouts that AWS delivers to S3: plain, Hive, with or
 * without a folder for the hour (VPC User Guide, "Flow log files"). Nothing of it is required.
 */
export function describePath(path: string): PathFacts {
  const slashed = path.replaceAll('\\', '/');
  const name = fileName.exec(slashed.slice(slashed.lastIndexOf('/') + 1))?.groups;
  const folder = (plainFolder.exec(slashed) ?? resolverFolder.exec(slashed) ?? firewallFolder.exec(slashed))
    ?.groups;
  const day = hiveDay.exec(slashed);
  return {
    account: name?.['account'] ?? folder?.['account'] ?? hiveAccount.exec(slashed)?.[1] ?? null,
    region: name?.['region'] ?? folder?.['region'] ?? hiveRegion.exec(slashed)?.[1] ?? null,
    day: dayOf(folder) ?? (day ? `${day[1]}-${day[2]}-${day[3]}` : dayOf(name)),
    flowLogId: name?.['flowLogId'] ?? anyFlowLogId.exec(slashed)?.[1] ?? null,
  };
}

function dayOf(groups: Record<string, string> | undefined): string | null {
  return groups ? `${groups['y']}-${groups['m']}-${groups['d']}` : null;
}

/** The folder of a dataset of the lake, relative to it, for what a source with these facts holds. */
export function partitionOf(facts: PathFacts): string {
  return `account=${facts.account ?? 'unknown'}/region=${facts.region ?? 'unknown'}/day=${facts.day ?? 'unknown'}`;
}
