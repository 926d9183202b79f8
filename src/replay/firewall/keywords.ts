import type { Unknown } from '../reasons.js';

/**
 * What a keyword does to the question whether a rule matches.
 * `note`: nothing. `position`: it says where the content before it stands. `name`: the contents that follow are of the
 * name that the client asks for. `buffer`: those that follow are of something that flow logs keep nothing of.
 * A reason: it asks for what cannot be judged. The rest have rows of their own in `condition.ts`.
 */
export type KeywordEffect =
  | 'note'
  | 'position'
  | 'name'
  | 'buffer'
  | 'content'
  | 'flow'
  | 'flowbits'
  | 'ip-protocol'
  | 'icmp'
  | 'priority'
  | 'sid'
  | Unknown;

export interface Keyword {
  readonly effect: KeywordEffect;
  /** Whether it is written with a value. */
  readonly value: 'none' | 'required' | 'optional';
}

const note = (value: Keyword['value']): Keyword => ({ effect: 'note', value });
const payload = (value: Keyword['value']): Keyword => ({ effect: 'payload-not-logged', value });
const buffer: Keyword = { effect: 'buffer', value: 'none' };
const position = (value: Keyword['value']): Keyword => ({ effect: 'position', value });
const rate: Keyword = { effect: 'rate-not-judged', value: 'required' };

/**
 * The keywords that are read: those that the Network Firewall Developer Guide shows in its examples and in the rules it
 * generates, and those of the Suricata User Guide that stand beside them. Any other one is refused.
 */
export const keywords: Readonly<Record<string, Keyword>> = {
  msg: note('required'),
  sid: { effect: 'sid', value: 'required' },
  rev: note('required'),
  gid: note('required'),
  classtype: note('required'),
  reference: note('required'),
  metadata: note('required'),
  target: note('required'),
  noalert: note('none'),
  priority: { effect: 'priority', value: 'required' },
  flow: { effect: 'flow', value: 'required' },
  flowbits: { effect: 'flowbits', value: 'required' },
  xbits: { effect: 'flowbits', value: 'required' },
  'app-layer-protocol': { effect: 'application-protocol', value: 'required' },
  'app-layer-event': payload('required'),
  ip_proto: { effect: 'ip-protocol', value: 'required' },
  itype: { effect: 'icmp', value: 'required' },
  icode: { effect: 'icmp', value: 'required' },
  icmp_id: { effect: 'icmp', value: 'required' },
  icmp_seq: { effect: 'icmp', value: 'required' },
  ttl: payload('required'),
  tos: payload('required'),
  sameip: payload('none'),
  fragbits: payload('required'),
  fragoffset: payload('required'),
  ipopts: payload('required'),
  flags: payload('required'),
  'tcp.flags': payload('required'),
  'tcp.mss': payload('required'),
  seq: payload('required'),
  ack: payload('required'),
  window: payload('required'),
  dsize: payload('required'),
  stream_size: payload('required'),
  geoip: payload('required'),
  aws_domain_category: { effect: 'no-name', value: 'required' },
  aws_url_category: payload('required'),
  'tls.sni': { effect: 'name', value: 'none' },
  tls_sni: { effect: 'name', value: 'none' },
  'http.host': { effect: 'name', value: 'none' },
  'http.host.raw': { effect: 'name', value: 'none' },
  'quic.sni': { effect: 'name', value: 'none' },
  'dns.query': buffer,
  'dns.opcode': payload('required'),
  'tls.cert_subject': buffer,
  'tls.cert_issuer': buffer,
  'tls.cert_serial': buffer,
  'tls.cert_fingerprint': buffer,
  'tls.certs': buffer,
  'tls.version': payload('required'),
  'tls.subject': payload('required'),
  'tls.issuerdn': payload('required'),
  ssl_state: payload('required'),
  ssl_version: payload('required'),
  'ja3.hash': buffer,
  'ja3.string': buffer,
  'ja3s.hash': buffer,
  'ja3s.string': buffer,
  'ja4.hash': buffer,
  'http.method': buffer,
  'http.uri': buffer,
  'http.uri.raw': buffer,
  'http.user_agent': buffer,
  'http.header': buffer,
  'http.header.raw': buffer,
  'http.header_names': buffer,
  'http.request_header': buffer,
  'http.response_header': buffer,
  'http.request_body': buffer,
  'http.request_line': buffer,
  'http.response_body': buffer,
  'http.response_line': buffer,
  'http.content_type': buffer,
  'http.cookie': buffer,
  'http.referer': buffer,
  'http.protocol': buffer,
  'http.accept': buffer,
  'http.connection': buffer,
  'http.start': buffer,
  'http.stat_code': buffer,
  'http.stat_msg': buffer,
  'http.server': buffer,
  'http.location': buffer,
  'ssh.proto': buffer,
  'ssh.software': buffer,
  'ssh.hassh': buffer,
  'ssh.hassh.server': buffer,
  'file.data': buffer,
  file_data: buffer,
  pkt_data: buffer,
  urilen: payload('required'),
  content: { effect: 'content', value: 'required' },
  pcre: payload('required'),
  nocase: position('none'),
  startswith: position('none'),
  endswith: position('none'),
  dotprefix: position('none'),
  depth: position('required'),
  offset: position('required'),
  distance: position('required'),
  within: position('required'),
  bsize: position('required'),
  rawbytes: position('none'),
  isdataat: position('required'),
  fast_pattern: note('optional'),
  to_lowercase: position('none'),
  to_uppercase: position('none'),
  byte_test: payload('required'),
  byte_jump: payload('required'),
  byte_extract: payload('required'),
  byte_math: payload('required'),
  threshold: rate,
  detection_filter: rate,
};
