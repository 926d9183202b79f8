import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildCli, type Ended, run } from './built-cli.js';

const sample = join(import.meta.dirname, '..', '..', 'examples', 'shop-v5');
let built = '';
let folder = '';
const program = () => join(built, 'bin', 'sluice');

beforeAll(async () => {
  built = await buildCli();
  folder = mkdtempSync(join(tmpdir(), 'sluice-shell-'));
  writeFileSync(join(folder, 'sluice.yaml'), `inventory: ${join(sample, 'inventory')}\n`);
  mkdirSync(join(folder, 'queries'));
  writeFileSync(
    join(folder, 'queries', 'to-port.insights'),
    '# title: Records to a port\n# param port port = 443: The port.\nfilter dstPort = {{port}} | stats count(*) as n',
  );
  writeFileSync(join(folder, 'queries', 'broken.sql'), '-- param since tim: When.\nSELECT {{since}}');
  const { code, err } = await run(program(), ['ingest', join(sample, 'AWSLogs')], { cwd: folder });
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(built, { recursive: true, force: true });
});

describe('through a pipe', () => {
  function piped(text: string, words: readonly string[] = []): Promise<Ended> {
    return run(program(), ['shell', '--no-lint', '--format', 'csv', ...words], {
      cwd: folder,
      begun: (child) => child.stdin?.end(text),
    });
  }

  test('queries of both languages, ready questions and relations answer one after the other', async () => {
    const { code, out, err } = await piped(
      [
        'SELECT count(*) AS n FROM t;',
        '.language insights',
        "filter action = 'REJECT'",
        '| stats count(*) as n',
        '',
        '.run traffic-by-protocol',
        '.run to-port port=53',
        '.over egress',
        'stats sum(bytes) as b by action;',
        '.timer on',
        'stats count(*) as last',
      ].join('\n'),
    );
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    expect(out.split('\r\n')).toEqual(
      expect.arrayContaining(['n', '42062', '1175', 'protocol,total_bytes,records', 'action,b', 'last']),
    );
    expect(err).toMatch(/Time: \d+\.\d{3} s/);
  });

  test.each([
    ['SELECT 1;\n\nSELECT\n  nothing FROM t;\nSELECT 2;', 2, 'query:4:3 column-not-found'],
    ['.langage', 2, 'the nearest is `.language`'],
    ['.language athna', 2, 'the nearest is `athena`'],
    ['.engine duckdb http://localhost', 2, 'one word too many'],
    ['.run no-such-question', 2, 'There is no question `no-such-question`'],
    ['.run broken', 2, 'broken.sql:1:4 question-parameter'],
    ['.run new-destinations since', 2, 'takes a name and a value'],
    ['.read nowhere.sql', 1, 'nowhere.sql` cannot be read'],
    ['.output csv /nowhere/answer.csv', 1, 'cannot be written'],
    ['.engine trino http://localhost:1\nSELECT 1;', 1, 'localhost:1'],
  ])('%j ends with %i', async (text, code, told) => {
    const ended = await piped(text);
    expect(ended.err).toContain(told);
    expect(ended.err).not.toContain('defect of Sluice');
    expect(ended.code).toBe(code);
    // Nothing after a mistake is run.
    expect(ended.out).not.toContain('2\r\n');
  });

  test('a file is read as if it was typed, and a file that reads itself ends', async () => {
    writeFileSync(
      join(folder, 'ask.sql'),
      '.output csv answer.csv\nSELECT 7 AS seven;\n.output csv\nSELECT 8 AS eight',
    );
    const { code, out } = await piped('.read ask.sql\n.quit\nSELECT 9;');
    expect(code).toBe(0);
    expect(out).toBe('eight\r\n8\r\n');
    expect(readFileSync(join(folder, 'answer.csv'), 'utf8')).toBe('seven\r\n7\r\n');
    writeFileSync(join(folder, 'loop.sql'), '.read loop.sql');
    expect(await piped('.read loop.sql')).toMatchObject({ code: 2 });
  });

  test('statements and saved queries are what they are in `sluice query`', async () => {
    const { code, out, err } = await piped(
      [
        "CREATE VIEW rejected AS SELECT dstport FROM vpc_flow_logs WHERE action = 'REJECT';",
        'SELECT count(*) AS rejects FROM rejected;',
        'DROP VIEW rejected;',
        '.language insights',
        '$to-port(port = 53)',
        '',
        '$rejected-by-port(limit = 1);',
      ].join('\n'),
    );
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('rejects\r\n1175\r\n');
    expect(out.match(/^n\r\n\d+\r$/m)).not.toBeNull();
    expect(out).toContain('dstPort,protocol,sources,records\r\n');
  });

  test('without a lake it says so', async () => {
    const ended = await piped('.over egress', ['--lake', 'nowhere']);
    expect(ended.code).toBe(1);
    expect(ended.err).toContain('There is no lake');
  });
});

/** `script` of util-linux gives a program a terminal of its own. */
const terminalProgram = '/usr/bin/script';

describe.skipIf(!existsSync(terminalProgram))('at a keyboard', () => {
  const state = () => join(folder, 'state');

  class Keyboard {
    #out = '';
    #from = 0;
    readonly child: ChildProcess;
    readonly ended: Promise<number | null>;

    constructor() {
      this.child = spawn(terminalProgram, ['-qec', `${program()} shell --no-lint`, '/dev/null'], {
        cwd: folder,
        env: { ...process.env, XDG_STATE_HOME: state(), TERM: 'xterm', COLUMNS: '100' },
      });
      this.child.stdout?.on('data', (piece: Buffer) => {
        this.#out += piece.toString();
      });
      this.ended = new Promise((resolve) => this.child.on('close', resolve));
    }

    type(keys: string): void {
      this.child.stdin?.write(keys);
    }

    /** Waits until a text is shown after what was waited for before, and gives what was shown until then. */
    async shows(text: string): Promise<string> {
      for (;;) {
        const at = this.#out.indexOf(text, this.#from);
        if (at >= 0) {
          const shown = this.#out.slice(this.#from, at);
          this.#from = at + text.length;
          return shown;
        }
        if (this.child.exitCode !== null) throw new Error(`ended before it showed ${text}: ${this.#out}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  test('Ctrl-C stops a query and not the shell, Ctrl-D ends it, and the lines are kept', async () => {
    const keyboard = new Keyboard();
    await keyboard.shows('athena> ');
    keyboard.type('SELECT 6 * 7 AS answer;\r');
    await keyboard.shows('42');
    await keyboard.shows('athena> ');
    keyboard.type('SELECT sum(a.bytes) FROM t a, t b, t c WHERE a.bytes < b.bytes + c.bytes;\r');
    await keyboard.shows('c.bytes;');
    await new Promise((resolve) => setTimeout(resolve, 500));
    keyboard.type('\u0003');
    await keyboard.shows('Cancelled.');
    await keyboard.shows('athena> ');
    keyboard.type('SELECT\r');
    await keyboard.shows('......> ');
    keyboard.type('\u0003');
    await keyboard.shows('athena> ');
    keyboard.type('.language insights\r');
    await keyboard.shows('insights> ');
    keyboard.type('stats count(*) as n\r\r');
    await keyboard.shows('42062');
    await keyboard.shows('insights> ');
    keyboard.type('\u0004');
    expect(await keyboard.ended).toBe(0);
    const kept = readFileSync(join(state(), 'sluice', 'shell_history'), 'utf8').split('\n');
    expect(kept).toEqual(expect.arrayContaining(['SELECT 6 * 7 AS answer;', '.language insights']));
  });

  test('what is typed while a query runs stays in its order, with the cursor behind it', async () => {
    const keyboard = new Keyboard();
    await keyboard.shows('athena> ');
    keyboard.type('SELECT count(*) FROM t a, t b WHERE a.bytes < b.bytes;\rSELECT 6 *');
    await keyboard.shows('SELECT 6 *');
    keyboard.type('\u0003');
    await keyboard.shows('Cancelled.');
    await keyboard.shows('SELECT 6 *');
    keyboard.type(' 7 AS answer;\r');
    await keyboard.shows('answer');
    await keyboard.shows('42');
    await keyboard.shows('athena> ');
    keyboard.type('.quit\r');
    expect(await keyboard.ended).toBe(0);
  });

  test('Tab completes commands, words and the values that the records have', async () => {
    const keyboard = new Keyboard();
    await keyboard.shows('athena> ');
    keyboard.type('.lang');
    await keyboard.shows('.lang');
    keyboard.type('\t');
    await keyboard.shows('uage');
    keyboard.type('ins');
    await keyboard.shows('ins');
    keyboard.type('\t');
    await keyboard.shows('ights');
    keyboard.type('\r');
    await keyboard.shows('insights> ');
    keyboard.type('filter action = "REJ');
    await keyboard.shows('REJ');
    keyboard.type('\t');
    await keyboard.shows('ECT');
    keyboard.type('| sta');
    await keyboard.shows('sta');
    keyboard.type('\t');
    await keyboard.shows('ts');
    keyboard.type('count(*) as n;\r');
    await keyboard.shows('1175');
    await keyboard.shows('insights> ');
    keyboard.type('.language athena\r');
    await keyboard.shows('athena> ');
    keyboard.type('SELECT count(*) * 2 FROM vpc_flow_logs_');
    await keyboard.shows('logs_');
    keyboard.type('\t');
    await keyboard.shows('v2_old ');
    keyboard.type(';\r');
    await keyboard.shows('84124');
    await keyboard.shows('athena> ');
    keyboard.type('.quit\r');
    expect(await keyboard.ended).toBe(0);
  });
});
