import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildReport, renderHtml } from '../../src/app/report/index.js';
import { fixture } from '../fixtures/egress-analysis.js';

const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path)) ?? '';

describe.skipIf(executablePath === '')('the page in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-page-'));
  const path = join(folder, 'report.html');
  let browser: Browser;

  beforeAll(async () => {
    const input = { analysis: fixture, version: '0.1.0', vpcIds: [], sources: ['logs'] };
    const report = buildReport({ ...input, inventorySource: null, account: null, flags: '' }, 'full', 100);
    writeFileSync(path, renderHtml(report, fixture));
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens the page; what the browser complains about and asks the network for is kept. */
  async function open(width: number, javaScriptEnabled = true) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, javaScriptEnabled });
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(path).href);
    return { page, complaints, requests };
  }

  test.each([1280, 400])(
    'at %d pixels it is no wider than the window, and nothing is blocked or fetched',
    async (width) => {
      const { page, complaints, requests } = await open(width);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(complaints).toEqual([]);
      expect(requests).toEqual([pathToFileURL(path).href]);
      await page.close();
    },
  );

  test('on a laptop every table is shown whole', async () => {
    const { page } = await open(1280);
    const cut = await page
      .locator('.scroll')
      .evaluateAll((boxes) =>
        boxes
          .filter((box) => box.scrollWidth > box.clientWidth)
          .map((box) => `${box.closest('section')?.id}: ${box.scrollWidth} in ${box.clientWidth}`),
      );
    expect(await page.locator('.scroll').count()).toBeGreaterThan(5);
    expect(cut).toEqual([]);
    await page.close();
  });

  test('a click on a header sorts by the number behind the text', async () => {
    const { page } = await open(1280);
    const column = () => page.locator('#workloads tbody tr td:nth-child(5)').allInnerTexts();
    await page.locator('#workloads th:nth-child(5) button').click();
    expect((await column())[0]).toBe('2.91 GB');
    await page.locator('#workloads th:nth-child(5) button').click();
    expect((await column())[0]).toBe('4.62 kB');
    await page.close();
  });

  test('without script every row is there', async () => {
    const { page } = await open(1280, false);
    expect(await page.locator('#workloads tbody tr').count()).toBe(5);
    expect(await page.locator('svg').count()).toBe(5);
    await page.close();
  });
});
