// Takes the pictures of the web client in the README: starts a server on demo data in a temporary folder, and visits it
// as Mei with Chromium. Run after `node scripts/prepare.mjs`.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { findBrowser } from './test-programs.mjs';

const PROGRAM = 'packages/server/bundle/cli/kith.js';
const FOLDER = 'docs/images';
const PORT = 18_087;
const URL = `http://localhost:${PORT}`;
const desktop = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** The name of each picture, how the page is opened, and what is done there. */
const shots = [
  ['web-chat', { ...desktop, locale: 'en-GB', colorScheme: 'light' }, openGroup],
  ['web-chat-dark', { ...desktop, locale: 'zh-TW', colorScheme: 'dark' }, openGroup],
  ['web-search', { ...desktop, locale: 'zh-TW', colorScheme: 'dark' }, searchAll],
  [
    'web-discover',
    { ...desktop, locale: 'en-GB', colorScheme: 'light' },
    (page) => page.goto(`${URL}/discover`),
  ],
  ['web-chats-phone', { ...phone, locale: 'zh-TW', colorScheme: 'light' }, () => undefined],
  [
    'web-discover-phone',
    { ...phone, locale: 'zh-TW', colorScheme: 'dark' },
    (page) => page.goto(`${URL}/discover`),
  ],
  [
    'web-moments-phone',
    { ...phone, locale: 'en-GB', colorScheme: 'light' },
    (page) => page.goto(`${URL}/moments`),
  ],
];

const data = mkdtempSync(join(tmpdir(), 'kith-pictures-'));
const env = { ...process.env, KITH_DATA_DIR: data, PORT: String(PORT), KITH_METRICS_ADDRESS: 'off' };
const server = spawn(process.execPath, [PROGRAM, 'start'], { env, stdio: 'ignore' });
try {
  await untilReady();
  await promisify(execFile)(process.execPath, [PROGRAM, 'seed', '--demo'], { env });
  const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
  for (const [name, options, act] of shots) {
    const page = await (await browser.newContext({ ...options, reducedMotion: 'reduce' })).newPage();
    await signIn(page);
    await act(page);
    await page.waitForLoadState('networkidle');
    await sleep(1000); // pictures that are being decoded
    await page.screenshot({ path: join(FOLDER, `${name}.png`) });
    await page.context().close();
  }
  await browser.close();
} finally {
  server.kill('SIGINT');
  await new Promise((resolve) => server.once('exit', resolve));
  rmSync(data, { recursive: true, force: true });
}

async function untilReady() {
  for (let attempt = 0; attempt < 120; attempt++) {
    const isReady = await fetch(`${URL}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await sleep(500);
  }
  throw new Error('The server did not start.');
}

async function signIn(page) {
  await page.goto(URL);
  await page.locator('input').first().fill('mei');
  await page.locator('input[type=password]').fill('KithDemo1');
  await page.keyboard.press('Enter');
  await page.getByText('週末爬山團').first().waitFor();
}

async function openGroup(page) {
  await page.getByText('週末爬山團').first().click();
  await page.locator('textarea').waitFor();
}

async function searchAll(page) {
  await openGroup(page);
  await page.keyboard.press('Control+K');
  await page.getByRole('dialog').getByRole('combobox').fill('山');
  await page.getByRole('option').first().waitFor();
}
