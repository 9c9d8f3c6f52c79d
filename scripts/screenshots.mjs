// Takes the pictures of the web client and of the console for the docs: starts a server on demo data in a temporary folder, and
// visits it with Chromium, as Mei and as an owner. All clocks begin at the same time, so new pictures differ only where the
// product does. Run after `node scripts/prepare.mjs`.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { TOTP } from 'otpauth';
import { chromium } from 'playwright-core';
import { findBrowser } from './test-programs.mjs';

const PROGRAM = 'packages/server/bundle/cli/kith.js';
const FOLDER = 'docs/images';
const PORT = 18_087;
const URL = `http://localhost:${PORT}`;
/** A Saturday morning in Taipei. */
const BEGIN = Date.parse('2026-10-17T10:08:00+08:00');
const shift = BEGIN - Date.now();
const desktop = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** The name of each picture of the client, how the page is opened, and what is done there. */
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

/** The name of each picture of the console, its path and theme, and what is done there; the demo has photos that wait. */
const consoleShots = [
  ['console-photos', '/console/photos?clear=true', 'light'],
  ['console-person', '/console/people?text=hao', 'light', openFirst],
  ['console-palette-dark', '/console/photos', 'dark', openPalette],
  ['console-settings', '/console/settings?q=photo', 'light'],
  ['console-staff', '/console/staff', 'light'],
  ['console-audit-dark', '/console/audit', 'dark'],
  ['console-overview', '/console', 'light'],
  ['console-articles', '/console/content', 'light'],
  ['console-plans', '/console/plans', 'light'],
  ['console-jobs-dark', '/console/jobs', 'dark'],
];

const data = mkdtempSync(join(tmpdir(), 'kith-pictures-'));
const env = {
  ...process.env,
  NODE_OPTIONS: `--import=${import.meta.resolve('./shifted-clock.mjs')}`,
  KITH_CLOCK_SHIFT: String(shift),
  KITH_DATA_DIR: data,
  PORT: String(PORT),
  KITH_METRICS_ADDRESS: 'off',
};
const server = spawn(process.execPath, [PROGRAM, 'start'], { env, stdio: 'ignore' });
try {
  await untilReady();
  await kith('seed', '--demo');
  const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
  for (const [name, options, act] of shots) {
    const page = await openPage(browser, options);
    await signIn(page);
    await act(page);
    await take(page, name);
    await page.context().close();
  }
  await visitConsole(browser);
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

/** Runs a command of the server; returns what it prints. */
async function kith(...args) {
  return (await promisify(execFile)(process.execPath, [PROGRAM, ...args], { env })).stdout;
}

async function take(page, name) {
  await page.waitForLoadState('networkidle');
  await sleep(1000); // pictures that are being decoded
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
}

/** Signs in for the first time as an owner, and takes the pictures of the console. */
async function visitConsole(browser) {
  const printed = await kith('staff', 'add', 'ting', '--role', 'owner', '--installation');
  for (const [name, role] of [
    ['mei', 'moderator'],
    ['hao', 'support'],
    ['wen', 'editor'],
  ])
    await kith('staff', 'add', name, '--role', role);
  await kith(
    'moderation',
    'sanction',
    'hao',
    'bucket',
    '--hours',
    '72',
    '--why',
    'Advertising in three groups.',
  );
  const page = await openPage(browser, { ...desktop, locale: 'en-GB', colorScheme: 'light' });
  await page.goto(`${URL}/console`);
  await page.getByLabel('User name').fill('ting');
  await page.getByLabel('Password', { exact: true }).fill(/One-time password: (\S+)/.exec(printed)[1]);
  await page.keyboard.press('Enter');
  const secret = await page.locator('output').textContent();
  await take(page, 'console-enrolment');
  await page.getByLabel('New password').fill('KithDemo1');
  await page
    .getByLabel('Code', { exact: true })
    .fill(new TOTP({ secret }).generate({ timestamp: Date.now() + shift }));
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'I have stored them' }).click();
  await page.getByRole('navigation').waitFor();
  for (const [name, path, colorScheme, act] of consoleShots) {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${URL}${path}`);
    await act?.(page);
    await take(page, name);
  }
}

async function openFirst(page) {
  await page.locator('[data-row]').first().click();
  await page.getByRole('list', { name: 'Timeline' }).waitFor();
}

async function openPalette(page) {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox').fill('me');
  await page.getByRole('option').filter({ hasText: 'mei' }).first().waitFor();
}

async function openPage(browser, options) {
  const context = await browser.newContext({
    ...options,
    reducedMotion: 'reduce',
    timezoneId: 'Asia/Taipei',
  });
  await context.clock.setSystemTime(Date.now() + shift);
  return context.newPage();
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
