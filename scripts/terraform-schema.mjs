// Writes test/target/terraform-schema.json: attributes and blocks of the resources that Sluice writes, as the AWS provider
// knows them. The source is the types of @cdktf/provider-aws, which are made from the provider's schema; the package has
// 37 MB and is fetched here only. Usage: node scripts/terraform-schema.mjs [VERSION]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const version = process.argv[2] ?? '21.22.1';
const resources = [
  'flow-log',
  'network-acl',
  'network-acl-rule',
  'networkfirewall-firewall-policy',
  'networkfirewall-rule-group',
  'security-group',
  'vpc-security-group-egress-rule',
];

const folder = mkdtempSync(join(tmpdir(), 'terraform-schema-'));
try {
  execFileSync('npm', ['pack', `@cdktf/provider-aws@${version}`, '--silent', '--pack-destination', folder]);
  const files = resources.map((name) => `package/lib/${name}/index.d.ts`);
  execFileSync('tar', ['xzf', join(folder, `cdktf-provider-aws-${version}.tgz`), '-C', folder, ...files]);
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'));
  const provider = /providers\/hashicorp\/aws\/([\d.]+)\//.exec(texts[0])?.[1];
  const schema = {
    source: `@cdktf/provider-aws ${version} (npm), made from the schema of the AWS provider ${provider}`,
    resources: Object.fromEntries(texts.map(resourceOf)),
  };
  const path = join(import.meta.dirname, '../test/target/terraform-schema.json');
  writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function resourceOf(text) {
  const interfaces = new Map(
    [...text.matchAll(/export interface (\w+)[^{]*\{(.*?)\n\}/gs)].map(([, name, body]) => [name, body]),
  );
  const [first] = interfaces.keys();
  return [/tfResourceType = "(\w+)"/.exec(text)[1], membersOf(first, interfaces)];
}

/** Members by their names in HCL, which stand in the links to the documentation. */
function membersOf(name, interfaces) {
  const members = interfaces.get(name).matchAll(/#(\w+) \w+#\w+\}.*?readonly \w+(\??): ([^;]+);/gs);
  return Object.fromEntries(
    [...members].map(([, member, optional, type]) => [
      member,
      { required: optional === '', ...shapeOf(type, interfaces) },
    ]),
  );
}

function shapeOf(type, interfaces) {
  const [, nested, many] = /^(\w+)(\[\])?/.exec(type) ?? [];
  if (interfaces.has(nested)) return { block: membersOf(nested, interfaces), many: many !== undefined };
  if (type.startsWith('{')) return { type: 'map' };
  return { type: many === undefined ? nested : 'list' };
}
