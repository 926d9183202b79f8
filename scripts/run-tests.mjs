// Runs the test suite, then what needs a Trino against a Trino of its own, and prints one closing line with the counts:
// `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const trinoTests = 'test/trino';
const folder = mkdtempSync(join(tmpdir(), 'sluice-tests-'));
const fetched = trino('fetch').status === 0;
const runs = fetched ? [vitest(['--exclude', `${trinoTests}/**`]), againstTrino()] : [vitest([])];
rmSync(folder, { recursive: true });
if (!fetched)
  console.log(
    'Trino cannot be fetched (its reason stands at the top): the tests that need it count as skipped.',
  );
const sum = (count) => runs.reduce((total, run) => total + run[count], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exit(runs.every((run) => run.status === 0) ? 0 : 1);

/** One run of vitest with its counts. */
function vitest(args, env = {}) {
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args],
    { stdio: 'inherit', env: { ...process.env, ...env } },
  );
  const counts = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(report);
  return {
    status,
    passed: counts.numPassedTests,
    failed: counts.numFailedTests,
    skipped: counts.numPendingTests,
  };
}

/** A Trino that was fetched and does not start is a failure, not a reason to skip. */
function againstTrino() {
  const started = trino('start');
  if (started.status !== 0) {
    console.log('Trino was fetched and did not start; its reason stands above.');
    return { status: 1, passed: 0, failed: 1, skipped: 0 };
  }
  try {
    return vitest([trinoTests], { SLUICE_TRINO_SERVER: started.stdout.trim() });
  } finally {
    trino('stop');
  }
}

function trino(command) {
  return spawnSync(process.execPath, ['scripts/trino.mjs', command], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
}
