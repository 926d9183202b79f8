/** Lookup tables as a workspace could have them. */
export const lookupTables = new Map([
  [
    'ports',
    {
      columns: ['port', 'service', 'protocol', 'owner'],
      rows: [
        ['22', 'ssh', '6', 'platform'],
        ['443', 'https', '17', 'web'],
        ['443', 'other', '17', 'web'],
      ],
    },
  ],
  [
    'networks',
    {
      columns: ['cidr', 'team'],
      rows: [
        ['10.32.0.0/16', 'shop'],
        ['10.32.1.0/24', 'edge'],
        ['2001:db8::/32', 'docs'],
      ],
    },
  ],
]);
