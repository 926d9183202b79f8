import type { Question } from '../question.js';
import { adminPorts } from './admin-ports.js';
import { adminTraffic } from './admin-traffic.js';
import { aggregationIntervals } from './aggregation-intervals.js';
import { busiestMinutes } from './busiest-minutes.js';
import { bytesPerService } from './bytes-per-service.js';
import { coverageByInterface } from './coverage-by-interface.js';
import { crossAzTraffic } from './cross-az-traffic.js';
import { databaseEgress } from './database-egress.js';
import { dnsToOtherResolvers } from './dns-to-other-resolvers.js';
import { egressBySource } from './egress-by-source.js';
import { egressPorts } from './egress-ports.js';
import { externalTraffic } from './external-traffic.js';
import { fileSharingEgress } from './file-sharing-egress.js';
import { guideAdminTraffic } from './guide-admin-traffic.js';
import { guideExternalTraffic } from './guide-external-traffic.js';
import { guideRejected } from './guide-rejected.js';
import { icmpTraffic } from './icmp-traffic.js';
import { ipv6Share } from './ipv6-share.js';
import { linePatterns } from './line-patterns.js';
import { longLivedConnections } from './long-lived-connections.js';
import { mailTraffic } from './mail-traffic.js';
import { natClients } from './nat-clients.js';
import { newDestinations } from './new-destinations.js';
import { ntpToOtherServers } from './ntp-to-other-servers.js';
import { peeringTraffic } from './peering-traffic.js';
import { plaintextEgress } from './plaintext-egress.js';
import { rareDestinations } from './rare-destinations.js';
import { rejectReasons } from './reject-reasons.js';
import { rejectedByInterface } from './rejected-by-interface.js';
import { rejectedByPort } from './rejected-by-port.js';
import { rejectedOutbound } from './rejected-outbound.js';
import { scanningSources } from './scanning-sources.js';
import { skippedRecords } from './skipped-records.js';
import { tcpFlagProblems } from './tcp-flag-problems.js';
import { tcpResets } from './tcp-resets.js';
import { topDestinationsPerInterface } from './top-destinations-per-interface.js';
import { topTalkers } from './top-talkers.js';
import { trafficByDirection } from './traffic-by-direction.js';
import { trafficByHour } from './traffic-by-hour.js';
import { trafficByInterface } from './traffic-by-interface.js';
import { trafficByPath } from './traffic-by-path.js';
import { trafficByProtocol } from './traffic-by-protocol.js';
import { unansweredConnections } from './unanswered-connections.js';
import { unansweredSyns } from './unanswered-syns.js';
import { unusualProtocols } from './unusual-protocols.js';
import { vpcFlowLogsAcceptedTraffic } from './vpc-flow-logs-accepted-traffic.js';
import { vpcFlowLogsAdminPortTraffic } from './vpc-flow-logs-admin-port-traffic.js';
import { vpcFlowLogsIPv4Traffic } from './vpc-flow-logs-i-pv4traffic.js';
import { vpcFlowLogsIPv6Traffic } from './vpc-flow-logs-i-pv6traffic.js';
import { vpcFlowLogsRejectedTCPTraffic } from './vpc-flow-logs-rejected-tcp-traffic.js';
import { vpcFlowLogsRejectedTraffic } from './vpc-flow-logs-rejected-traffic.js';
import { vpcFlowLogsSshRdpTraffic } from './vpc-flow-logs-ssh-rdp-traffic.js';
import { vpcFlowLogsTopTalkers } from './vpc-flow-logs-top-talkers.js';
import { vpcFlowLogsTopTalkersPacketLevel } from './vpc-flow-logs-top-talkers-packet-level.js';
import { vpcFlowLogsTopTalkingInstances } from './vpc-flow-logs-top-talking-instances.js';
import { vpcFlowLogsTopTalkingSubnets } from './vpc-flow-logs-top-talking-subnets.js';
import { vpcFlowLogsTopTCPTraffic } from './vpc-flow-logs-top-tcp-traffic.js';
import { vpcFlowLogsTotalBytesTransferred } from './vpc-flow-logs-total-bytes-transferred.js';
import { vpcFlowLogsTotalBytesTransferredPacketLevel } from './vpc-flow-logs-total-bytes-transferred-packet-level.js';
import { vpcFlowLogsTrafficFrmSrcAddr } from './vpc-flow-logs-traffic-frm-src-addr.js';
import { vpcFlowLogsTrafficToDstAddr } from './vpc-flow-logs-traffic-to-dst-addr.js';

/** Every ready question; list, help, reference page, completion and the tests read this table. */
export const readyQuestions: readonly Question[] = [
  guideAdminTraffic,
  guideExternalTraffic,
  guideRejected,
  adminTraffic,
  externalTraffic,
  rejectedOutbound,
  vpcFlowLogsAcceptedTraffic,
  vpcFlowLogsAdminPortTraffic,
  vpcFlowLogsIPv4Traffic,
  vpcFlowLogsIPv6Traffic,
  vpcFlowLogsRejectedTCPTraffic,
  vpcFlowLogsRejectedTraffic,
  vpcFlowLogsSshRdpTraffic,
  vpcFlowLogsTopTalkers,
  vpcFlowLogsTopTalkersPacketLevel,
  vpcFlowLogsTopTalkingInstances,
  vpcFlowLogsTopTalkingSubnets,
  vpcFlowLogsTopTCPTraffic,
  vpcFlowLogsTotalBytesTransferred,
  vpcFlowLogsTotalBytesTransferredPacketLevel,
  vpcFlowLogsTrafficFrmSrcAddr,
  vpcFlowLogsTrafficToDstAddr,
  topTalkers,
  trafficByInterface,
  trafficByDirection,
  trafficByHour,
  busiestMinutes,
  trafficByProtocol,
  trafficByPath,
  peeringTraffic,
  crossAzTraffic,
  ipv6Share,
  longLivedConnections,
  natClients,
  topDestinationsPerInterface,
  linePatterns,
  newDestinations,
  rareDestinations,
  bytesPerService,
  egressBySource,
  egressPorts,
  dnsToOtherResolvers,
  ntpToOtherServers,
  mailTraffic,
  databaseEgress,
  plaintextEgress,
  fileSharingEgress,
  adminPorts,
  rejectedByPort,
  rejectedByInterface,
  rejectReasons,
  scanningSources,
  unansweredConnections,
  unansweredSyns,
  tcpResets,
  tcpFlagProblems,
  icmpTraffic,
  unusualProtocols,
  coverageByInterface,
  skippedRecords,
  aggregationIntervals,
];
