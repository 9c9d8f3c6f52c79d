import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { VIEWPORTS } from './viewports.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules whose answer depends on the theme. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** What axe finds wrong with a page, and again if it looks once more: rule and element. */
export async function faultsOf(page: Page, rules?: readonly string[]): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  if (!isThere) await page.evaluate(axe);
  const found = await findFaults(page, rules);
  // Something may have appeared meanwhile.
  return found.length === 0 ? found : findFaults(page, rules);
}

/**
 * What axe finds wrong with a page in a wide and a narrow window, light and dark. The page is not
 * loaded again, so what is open stays open. All rules apply to the light theme, those of colours to the dark one too.
 */
export async function faultsInAllLooks(page: Page, where: string): Promise<string[]> {
  const faults: string[] = [];
  for (const look of LOOKS)
    faults.push(...(await faultsIn(page, where, look, look[1] === 'dark' ? COLOUR_RULES : undefined)));
  return faults;
}

/** The same by all rules, in one of these windows and themes: each of many small things gets the next one. */
export function faultsInOneLook(page: Page, where: string, index: number): Promise<string[]> {
  return faultsIn(page, where, LOOKS[index % LOOKS.length]!);
}

type Look = readonly [viewport: keyof typeof VIEWPORTS, theme: 'light' | 'dark'];
const LOOKS: readonly Look[] = [
  ['phone', 'dark'],
  ['phone', 'light'],
  ['desktop', 'dark'],
  ['desktop', 'light'],
];

async function faultsIn(
  page: Page,
  where: string,
  [viewport, theme]: Look,
  rules?: readonly string[],
): Promise<string[]> {
  await page.setViewportSize(VIEWPORTS[viewport]);
  await page.emulateMedia({ colorScheme: theme });
  const found = await faultsOf(page, rules);
  return found.map((fault) => `${where}, ${viewport}, ${theme}: ${fault}`);
}

async function findFaults(page: Page, rules: readonly string[] | undefined): Promise<string[]> {
  // What is still appearing has no colour of its own yet.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)));
  return page.evaluate(async (only) => {
    // The script above has defined it.
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, {
      resultTypes: ['violations'],
      ...(only && { runOnly: [...only] }),
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
    );
  }, rules);
}
