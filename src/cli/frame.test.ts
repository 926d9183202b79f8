import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { DiagnosticError, WorldError } from '../base/index.js';
import { exit } from './exit.js';
import { describeFailure } from './failure.js';
import { runCli } from './run.js';

interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function sluice(words: readonly string[], env: Record<string, string> = {}): Promise<Result> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const texts = { out: '', err: '' };
  stdout.on('data', (piece: Buffer) => {
    texts.out += piece.toString();
  });
  stderr.on('data', (piece: Buffer) => {
    texts.err += piece.toString();
  });
  const code = await runCli(words, { stdin, stdout, stderr, env, cwd: '/' }, new AbortController().signal);
  return { code, ...texts };
}

describe('words', () => {
  test('without any, a short page says where to start', async () => {
    const { code, out, err } = await sluice([]);
    expect(code).toBe(exit.ok);
    expect(out).toContain('sluice analyze LOGS');
    expect(out.split('\n').length).toBeLessThan(12);
    expect(err).toBe('');
  });

  test.each([['--help'], ['-h'], ['help']])('%s lists every command', async (word) => {
    const { commands } = await import('./commands/index.js');
    const { code, out } = await sluice([word]);
    expect(code).toBe(exit.ok);
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) expect(out).toContain(`  ${command.name}`);
  });

  test('help fits 80 columns', async () => {
    const { commands } = await import('./commands/index.js');
    for (const command of commands) {
      const { code, out } = await sluice([...command.name.split(' '), '--help'], { COLUMNS: '80' });
      expect(code).toBe(exit.ok);
      const examples = new Set(command.examples.map((example) => `    ${example.line}`));
      const long = out.split('\n').filter((line) => line.length > 80 && !examples.has(line));
      expect(long).toEqual([]);
    }
  });

  test('the start page and the list of commands fit 80 columns, and the list stands under headings', async () => {
    const list = await sluice(['--help'], { COLUMNS: '80' });
    const start = await sluice([], { COLUMNS: '80' });
    const lines = `${start.out}${list.out}`.split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    const headings = list.out.split('\n').filter((line) => /^[A-Z].*:$/.test(line));
    expect(headings[0]).toBe('See what leaves:');
    expect(headings).toContain('Set up:');
  });

  test.each([[['ledger']], [['ledger', '--help']], [['help', 'ledger']]])(
    '%j lists its commands and no others',
    async (words) => {
      const { code, out } = await sluice(words, { COLUMNS: '80' });
      expect(code).toBe(exit.ok);
      expect(out).toMatch(/^Usage: sluice ledger COMMAND/);
      expect(out).toContain('  ledger check ');
      expect(out).not.toContain('  analyze ');
    },
  );

  test('--version prints the version and nothing else', async () => {
    expect(await sluice(['--version'])).toMatchObject({
      code: exit.ok,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  test.each([
    [['completon'], 'sluice: Unknown word `completon`; the nearest is `completion`.'],
    [['completion', 'bsh'], 'sluice completion: Unknown word `bsh`; the nearest is `bash`.'],
    [['completion'], 'sluice completion: SHELL is missing.'],
    [['completion', 'bash', 'more'], 'sluice completion: There are more arguments than this command takes.'],
    [['completion', '--hlep'], 'sluice completion: Unknown option `--hlep`; the nearest is `--help`.'],
    [['--colour', 'never'], 'sluice: Unknown option `--colour`; the nearest is `--color`.'],
    [['--color', 'blue'], 'sluice: `--color` takes auto, always or never, not `blue`.'],
    [['help', 'completio'], 'sluice: Unknown word `completio`; the nearest is `completion`.'],
  ])('%j is refused in one line with the nearest', async (words, line) => {
    const { code, out, err } = await sluice(words);
    expect(code).toBe(exit.usage);
    expect(out).toBe('');
    expect(err.split('\n')[0]).toBe(line);
  });
});

describe('failures', () => {
  const problem = { code: 'x', severity: 'error', message: 'Nothing fits.' } as const;

  test('what was typed ends with 2, input data with 1', () => {
    const of = (source: string) => describeFailure(new DiagnosticError([{ ...problem, source }]), false).code;
    expect([of('--vpc-cidr'), of('query'), of('/etc/sluice.yaml')]).toEqual([2, 2, 2]);
    expect([of('inventory/describe-vpcs.json'), of('logs/a.log.gz')]).toEqual([1, 1]);
  });

  test("the world's failure names its path and the cure", () => {
    const error = new WorldError('The file cannot be read.', {
      path: '/logs/a.gz',
      help: 'check its permissions',
    });
    expect(describeFailure(error, false)).toEqual({
      code: exit.failed,
      lines: ['sluice: /logs/a.gz: The file cannot be read.', '  help: check its permissions'],
    });
  });

  test('our own mistake says that it is ours', () => {
    expect(describeFailure(new TypeError('x is not a function'), false).lines[0]).toContain(
      'a defect of Sluice',
    );
  });
});
