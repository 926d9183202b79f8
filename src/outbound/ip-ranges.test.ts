import { describe, expect, test } from 'vitest';
import { ask, vpcWith } from '../../test/fixtures/vpc.js';
import { formatDiagnostic } from '../base/index.js';
import { parseIpRanges } from './ip-ranges.js';

describe('an AWS service', () => {
  const { ipRanges } = parseIpRanges(
    JSON.stringify({
      createDate: '2026-11-20-15-03-10',
      prefixes: [
        { ip_prefix: '52.0.0.0/8', region: 'GLOBAL', service: 'AMAZON' },
        { ip_prefix: '52.9.0.0/16', region: 'eu-west-1', service: 'EC2' },
        { ip_prefix: '52.9.0.0/16', region: 'eu-west-1', service: 'S3' },
        { ip_prefix: '52.9.1.0/24', region: 'eu-west-1', service: 'AMAZON' },
        { ip_prefix: '52.7.0.0/16', region: 'us-east-1', service: 'EC2' },
      ],
      ipv6_prefixes: [{ ipv6_prefix: '2600:1f00::/24', region: 'us-east-1', service: 'DYNAMODB' }],
    }),
    'ip-ranges.json',
  );
  const inventory = vpcWith([{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' }]);
  const detail = (address: string, awsService: string | null = null) => {
    const { scope, scopeDetail } = ask({ inventory, ipRanges }, address, { awsService });
    return `${scope}: ${scopeDetail}`;
  };

  test.each([
    ['52.9.1.1', null, 'aws-service: S3 (eu-west-1)'],
    ['52.1.1.1', null, 'aws-service: AMAZON (GLOBAL)'],
    ['52.7.1.1', null, 'aws-service: EC2 (us-east-1); what AWS customers run there'],
    ['2600:1f00::1', null, 'aws-service: DYNAMODB (us-east-1)'],
    ['53.0.0.1', null, 'internet: null'],
    ['53.0.0.1', 'ROUTE53', 'aws-service: ROUTE53'],
    ['52.9.1.1', 'AMAZON', 'aws-service: S3 (eu-west-1)'],
    ['52.1.1.1', 'AMAZON', 'aws-service: AMAZON (GLOBAL)'],
    ['52.9.1.1', 'CLOUDFRONT', 'aws-service: CLOUDFRONT; what AWS customers run there'],
  ])('at %s, logged as %s, is %s', (address, logged, expected) =>
    expect(detail(address, logged)).toBe(expected),
  );

  test.each([
    [
      '{"prefixes": [}',
      'ip-ranges.json:1:15 ip-ranges-shape: The file is not JSON: a value or `]` is expected here.',
    ],
    ['{"Vpcs": []}', 'ip-ranges.json: ip-ranges-shape: The file has neither `prefixes` nor `ipv6_prefixes`.'],
    ['[]', 'ip-ranges.json: ip-ranges-shape: The file has neither `prefixes` nor `ipv6_prefixes`.'],
    [
      '{"prefixes": [{"ip_prefix": "300.0.0.0/8", "region": "r", "service": "S"}]}',
      'ip-ranges.json: ip-ranges-shape: `prefixes[0]` has no `ip_prefix`, `region` and `service`.',
    ],
  ])('list that reads `%s` is refused', (text, first) => {
    const { diagnostics } = parseIpRanges(text, 'ip-ranges.json');
    expect(diagnostics.map((each) => formatDiagnostic(each, text).split('\n')[0])).toEqual([first]);
  });

  test('list of another kind names a few faults and counts the rest', () => {
    const { diagnostics } = parseIpRanges(JSON.stringify({ prefixes: Array(100).fill({}) }), 'x');
    expect(diagnostics.length).toBe(6);
    expect(diagnostics.at(-1)?.message).toBe('95 more entries are not as expected.');
  });
});
