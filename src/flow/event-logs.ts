/**
 * Logs other than flow logs whose content is known: JSON, one object an event. Detection, log groups, the fields that Logs
 * Insights discovers and the tables of Athena follow from this table.
 *
 * Sources: Route 53 Developer Guide, "Values that appear in VPC Resolver query logs"; Network Firewall Developer Guide,
 * "Logging network traffic"; Athena User Guide, "Query Amazon Route 53 resolver query logs" and "Query AWS Network Firewall
 * logs". AWS adds members without notice: an unknown one is kept in the message and can be read by its name.
 */
export interface EventLogSpec {
  /** The log group of events that come without the name of theirs. */
  readonly group: string;
  readonly title: string;
  /** Name of the data source in CloudWatch Logs (CloudWatch Logs User Guide, "Supported logs and discovered fields"). */
  readonly dataSource: string;
  /** Names of the table in Athena; the first is the documented one. */
  readonly tables: readonly string[];
  readonly members: EventMembers;
}

/** Type of a value in an event. Numbers may be written as text in JSON, and are read all the same. */
export type EventType =
  | 'text'
  | 'int'
  | 'long'
  | 'boolean'
  | { readonly row: EventMembers }
  | { readonly list: EventType }
  /** A text that stands elsewhere: the steps to it from the object that the member is of. */
  | { readonly at: readonly string[] };

export type EventMembers = { readonly [member: string]: EventType };

const answers: EventType = { list: { row: { Rdata: 'text', Type: 'text', Class: 'text' } } };

const endpoints = {
  timestamp: 'text',
  flow_id: 'long',
  event_type: 'text',
  src_ip: 'text',
  src_port: 'int',
  dest_ip: 'text',
  dest_port: 'int',
  proto: 'text',
  app_proto: 'text',
} as const;

const firewall = (event: EventMembers): EventMembers => ({
  firewall_name: 'text',
  availability_zone: 'text',
  event_timestamp: 'text',
  event: { row: { ...endpoints, ...event } },
});

export const eventLogs = {
  resolver: {
    group: 'resolver-query-logs',
    title: 'Route 53 Resolver query logs',
    dataSource: 'amazon_route53.resolver_query',
    tables: ['r53_rlogs', 'resolver_logs'],
    members: {
      version: 'text',
      account_id: 'text',
      region: 'text',
      vpc_id: 'text',
      query_timestamp: 'text',
      query_name: 'text',
      query_type: 'text',
      query_class: 'text',
      rcode: 'text',
      answers,
      srcaddr: 'text',
      srcport: 'int',
      transport: 'text',
      srcids: {
        row: { instance: 'text', resolver_endpoint: 'text', resolver_network_interface: 'text' },
      },
      firewall_rule_action: 'text',
      firewall_rule_group_id: 'text',
      firewall_domain_list_id: 'text',
    },
  },
  firewallAlert: {
    group: 'network-firewall-alert-logs',
    title: 'Network Firewall alert logs',
    dataSource: 'aws_network_firewall.alert',
    tables: ['network_firewall_alert_logs', 'network_firewall_alert'],
    members: firewall({
      tx_id: 'long',
      direction: 'text',
      pkt_src: 'text',
      tls_inspected: 'boolean',
      aws_category: 'text',
      // The documented table has it beside the ports, where no log has it.
      sni: { at: ['tls', 'sni'] },
      alert: {
        row: {
          action: 'text',
          signature_id: 'long',
          rev: 'int',
          signature: 'text',
          category: 'text',
          severity: 'int',
        },
      },
      verdict: { row: { action: 'text' } },
      tls: { row: { sni: 'text', version: 'text', subject: 'text', issuerdn: 'text', fingerprint: 'text' } },
      http: {
        row: {
          hostname: 'text',
          url: 'text',
          http_method: 'text',
          http_user_agent: 'text',
          http_refer: 'text',
          protocol: 'text',
          status: 'int',
          length: 'long',
        },
      },
    }),
  },
  firewallFlow: {
    group: 'network-firewall-flow-logs',
    title: 'Network Firewall flow logs',
    dataSource: 'aws_network_firewall.flow',
    tables: ['network_firewall_netflow_logs', 'network_firewall_flow'],
    members: firewall({
      tx_id: 'long',
      netflow: {
        row: {
          pkts: 'long',
          bytes: 'long',
          start: 'text',
          end: 'text',
          age: 'int',
          min_ttl: 'int',
          max_ttl: 'int',
          tcp_flags: {
            row: {
              syn: 'boolean',
              fin: 'boolean',
              rst: 'boolean',
              psh: 'boolean',
              ack: 'boolean',
              urg: 'boolean',
            },
          },
        },
      },
    }),
  },
  firewallTls: {
    group: 'network-firewall-tls-logs',
    title: 'Network Firewall TLS logs',
    dataSource: 'aws_network_firewall.tls',
    tables: ['network_firewall_tls_logs', 'network_firewall_tls'],
    members: firewall({
      sni: 'text',
      tls_error: { row: { error_message: 'text' } },
      revocation_check: { row: { leaf_cert_fpr: 'text', status: 'text', action: 'text' } },
    }),
  },
} as const satisfies Record<string, EventLogSpec>;

export type EventLogKind = keyof typeof eventLogs;

export const eventLogKinds: readonly EventLogKind[] = Object.keys(eventLogs) as EventLogKind[];

export function eventLogSpec(kind: EventLogKind): EventLogSpec {
  return eventLogs[kind];
}

/** The log group that the flow logs of a lake are. */
export const flowLogGroup = 'flow-logs';

/**
 * Columns of the dataset `events`. `kind` is null for events of any other content; `timestamp` and `ingestion_time` are Unix
 * milliseconds; `is_json` is whether the message is a JSON object or list; `position` is the line, or the number of the
 * event, in its source, from 1.
 */
export const eventColumnTypes = [
  { column: 'log_group', type: 'VARCHAR' },
  { column: 'kind', type: 'VARCHAR' },
  { column: 'log_stream', type: 'VARCHAR' },
  { column: 'account', type: 'VARCHAR' },
  { column: 'timestamp', type: 'BIGINT' },
  { column: 'ingestion_time', type: 'BIGINT' },
  { column: 'message', type: 'VARCHAR' },
  { column: 'is_json', type: 'BOOLEAN' },
  { column: 'position', type: 'BIGINT' },
  { column: 'source_id', type: 'INTEGER' },
] as const;
