import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { VIEWPORTS } from './viewports.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules whose answer depends on the theme. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** What opens above a page. */
const LAYER = ':is([role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"])';

/** Where and for what axe looks. */
interface Scope {
  /** These rules only. */
  readonly rules?: readonly string[];
  /** In what is open above the page only, if anything is: the page itself was looked at before. */
  readonly isLayer?: boolean;
}

/** What axe finds wrong with a page, and again if it looks once more: rule and element. */
export async function faultsOf(page: Page, scope: Scope = {}): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  if (!isThere) await page.evaluate(axe);
  const found = await findFaults(page, scope);
  // Something may have appeared meanwhile.
  return found.length === 0 ? found : findFaults(page, scope);
}

/**
 * What axe finds wrong with a page in a wide and a narrow window, light and dark. The page is not
 * loaded again, so what is open stays open. All rules apply to the light theme, those of colours to the dark one too.
 */
export async function faultsInAllLooks(page: Page, where: string): Promise<string[]> {
  const faults: string[] = [];
  for (const look of LOOKS)
    faults.push(...(await faultsIn(page, where, look, look[1] === 'dark' ? { rules: COLOUR_RULES } : {})));
  return faults;
}

/** The same of what is open above a page, by all rules, in one of these windows and themes: each gets the next one. */
export function faultsOfLayer(page: Page, where: string, index: number): Promise<string[]> {
  return faultsIn(page, where, LOOKS[index % LOOKS.length]!, { isLayer: true });
}

type Look = readonly [viewport: keyof typeof VIEWPORTS, theme: 'light' | 'dark'];
const LOOKS: readonly Look[] = [
  ['phone', 'dark'],
  ['phone', 'light'],
  ['desktop', 'dark'],
  ['desktop', 'light'],
];

async function faultsIn(page: Page, where: string, [viewport, theme]: Look, scope: Scope): Promise<string[]> {
  await page.setViewportSize(VIEWPORTS[viewport]);
  await page.emulateMedia({ colorScheme: theme });
  const found = await faultsOf(page, scope);
  return found.map((fault) => `${where}, ${viewport}, ${theme}: ${fault}`);
}

async function findFaults(page: Page, { rules, isLayer = false }: Scope): Promise<string[]> {
  // What is still appearing has no colour of its own yet.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)));
  return page.evaluate(
    async ({ only, within }) => {
      // The script above has defined it.
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      const isWithin = within !== undefined && document.querySelector(within) !== null;
      const { violations } = await axe.run(isWithin ? { include: [within] } : document, {
        resultTypes: ['violations'],
        ...(only && { runOnly: [...only] }),
      });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
      );
    },
    { only: rules, within: isLayer ? LAYER : undefined },
  );
}
