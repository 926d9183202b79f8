import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exit } from '../../src/cli/exit.js';
import { runSluice } from './run.js';

const sample = join(import.meta.dirname, '..', '..', 'examples', 'shop-v5');
let folder: string;
let path: string;

const sluice = (words: readonly string[], keys = '', live = false) =>
  runSluice(folder, words, { keys, live });

const review = (keys: string, ...words: readonly string[]) =>
  sluice(['ledger', 'review', '--by', 'ana', ...words], keys);

/** `workload destination port decision reason` of each line. */
function decisions(): string[] {
  const [, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [workload, destination, , port, decision, reason] = line.split(',');
    return [workload, destination, port, decision, reason].join(' ').trim();
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-review-'));
  path = join(folder, 'ledger.csv');
  writeFileSync(join(folder, 'sluice.yaml'), `inventory: ${join(sample, 'inventory')}\n`);
  expect(await sluice(['ingest', sample])).toMatchObject({ code: exit.ok });
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => rmSync(path, { force: true }));

describe('a review', () => {
  test('shows what is known of a need, and what is proposed', async () => {
    const { out } = await review('q', '--workload', 'app', '--port-class', 'mining');
    expect(out).toMatchInlineSnapshot(`
      "
      app → 51.79.164.201 tcp/3333  ed32126b  1 of 1
        where      internet; by nat-gateway
        also       pool.xmr.example
        port       tcp/3333, class mining
        seen       1 connection (1 accepted) from 1 address
        bytes      500 kB out, 700 kB in
        when       2026-09-14 06:50 to 09:43 UTC
        opened by  app: this side sent the SYN (a2, high)
        proposal   deny
                   - port 3333 is used by pools of crypto miners
                   - (look) pool.xmr.example is a name on the internet that nobody
                   expects
      "
    `);
  });

  test('allows and denies, each at once on disk, with reason, owner and ticket', async () => {
    const { code, err } = await review(
      'ralerts\noshop team\nad',
      ...['--workload', 'app', '--port-class', 'database', '--port-class', 'cache', '--ticket', 'NET-42'],
    );
    expect(code).toBe(exit.ok);
    expect(err).toContain('2 needs decided');
    expect(readFileSync(path, 'utf8')).toMatch(
      /,allow,alerts,shop team,NET-42,,ana,\d{4}-\d\d-\d\d,accepted,/,
    );
    expect(readFileSync(path, 'utf8')).toMatch(/,deny,,shop team,NET-42,,ana,/);
  });

  test('takes decisions back, the last one first, and comes back to their needs', async () => {
    const { out } = await review('aduuuaq', '--workload', 'app', '--proposal', 'allow');
    expect(out.match(/^(allowed|denied|taken back|There is nothing)/gm)).toEqual([
      'allowed',
      'denied',
      'taken back',
      'taken back',
      'There is nothing',
      'allowed',
    ]);
    expect(decisions()).toHaveLength(1);
  });

  test('widens to the service, the list, the group or a block, and says what that covers', async () => {
    const toS3 = ['--workload', 'app', '--proposal', 'allow'];
    const { out, err } = await review('w3\naq', ...toS3);
    expect(out).toContain('1  app → pl-6ea54007 tcp/443  the prefix list com.amazonaws.eu-central-1.s3');
    expect(out).toContain('the answer is for app → service:s3 tcp/443 (the AWS service it belongs to)');
    expect(err).toContain('19 needs decided');
    expect(decisions()).toEqual(['app service:s3 443 allow']);
    const block = await review(
      'w2\n24\ndq',
      '--workload',
      'worker',
      '--port-class',
      'admin',
      '--proposal',
      'look',
    );
    expect(block.out).toMatch(/block|tcp\/22/);
    expect(decisions()[1]).toMatch(/^worker \d+\.\d+\.\d+\.0\/24 22 deny$/);
  });

  test('gives one answer to many alike', async () => {
    const { out } = await review('m1\nd', '--workload', 'worker', '--port-class', 'remote-desktop');
    expect(out).toContain('all of worker to this port, same scope (internet)');
    expect(new Set(decisions().map((line) => line.split(' ').slice(2).join(' ')))).toEqual(
      new Set(['3389 deny']),
    );
    expect(decisions().length).toBeGreaterThan(10);
  });

  test('says what it does not understand, and goes on', async () => {
    const keys = 'xw99\nw2\n99\ne31.12.2027\n?q';
    const { code, out } = await review(keys, '--workload', 'worker', '--port-class', 'admin');
    expect(code).toBe(exit.ok);
    expect(out).toContain('`x` does nothing here; ? says what each key does.');
    expect(out).toContain('`99` is not a number from 1 to 2.');
    expect(out).toContain('`99` is not a length from 1 to 31.');
    expect(out).toContain('`31.12.2027` is no day. Write it as in 2027-03-31.');
    expect(out).toContain('u      undo: take the last decision back');
    expect(readdirSync(folder)).not.toContain('ledger.csv');
  });

  test('ends with its input, and with Ctrl-C by its own code; the terminal is given back', async () => {
    expect((await review('')).code).toBe(exit.ok);
    const live = await sluice(['ledger', 'review'], 'a\u001b[A\u0003', true);
    expect(live).toMatchObject({ code: exit.interrupted, modes: [true, false] });
    expect(decisions()).toHaveLength(1);
    expect(readdirSync(folder).filter((name) => name.endsWith('.lock'))).toEqual([]);
  });

  test('is refused while another one is open, and for a day or a name that is none', async () => {
    writeFileSync(
      join(folder, '.ledger.csv.lock'),
      JSON.stringify({ pid: 1, host: 'elsewhere', since: 'noon' }).concat('\n'),
    );
    const held = await review('a');
    expect(held).toMatchObject({ code: exit.failed, err: expect.stringContaining('process 1 on elsewhere') });
    rmSync(join(folder, '.ledger.csv.lock'));
    expect(await review('a', '--workload', 'ap')).toMatchObject({
      code: exit.usage,
      err: expect.stringContaining('`--workload` does not know `ap`; the nearest is `app`.'),
    });
    expect(await review('a', '--expires', 'soon')).toMatchObject({
      code: exit.usage,
      err: expect.stringContaining('`soon` is no day'),
    });
  });
});
