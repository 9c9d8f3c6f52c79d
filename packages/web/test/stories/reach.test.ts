import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { student } from '../../../server/test/api/people.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();

/** Screens, and what each shows when it is there. */
const SCREENS = [
  ['/chats', 'link', /^bo/],
  ['/chats/$list', 'button', 'Search in this chat'],
  ['/contacts', 'searchbox', 'Find a friend'],
  ['/contacts/add', 'button', 'Search'],
  ['/discover', 'link', /^bo/],
  ['/card', 'button', 'Save'],
  ['/moments', 'button', 'Post'],
  ['/favourites', 'searchbox', 'Search saved messages'],
  ['/help', 'button', 'Write to customer service'],
  ['/me', 'heading', /./],
] as const;

async function openScreens(page: Page, list: string, look: (path: string) => Promise<void>): Promise<void> {
  for (const [path, role, name] of SCREENS) {
    await page.goto(web.kith.url + path.replace('$list', list));
    await page.getByRole(role, { name }).first().waitFor();
    await look(path);
  }
}

async function adaAndHerChat() {
  const [ada, bo] = [await student(web.kith, 'ada', '臺灣大學'), await student(web.kith, 'bo', '臺灣大學')];
  const list = await web.kith.befriend(ada, bo);
  await bo.im.message.textMsg({ list_id: list, content_type: 0, content: { text: 'Tea at five?' } });
  return { ada, list };
}

/** What cannot be reached: too wide for the window, or a control that its focus does not bring into view. */
function faultsOfReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth} wide`);
    const nameOf = (one: Element) => one.outerHTML.slice(0, 120);
    for (const box of document.querySelectorAll<HTMLElement>('main, section, header, form'))
      if (box.checkVisibility() && box.getBoundingClientRect().right > innerWidth + 1)
        faults.push(`beyond the edge: ${nameOf(box)}`);
    const controls = document.querySelectorAll<HTMLElement>(
      'a[href], button:not([disabled]), input, textarea',
    );
    for (const control of controls) {
      if (!control.checkVisibility({ visibilityProperty: true }) || control.tabIndex < 0) continue;
      control.focus();
      // A focus also scrolls what nobody else can scroll.
      for (let box = control.parentElement; box; box = box.parentElement)
        if (box.scrollTop > 0 && getComputedStyle(box).overflowY === 'hidden')
          faults.push(`only a focus scrolls to: ${nameOf(control)}`);
      const { left, top, width, height } = control.getBoundingClientRect();
      if (width <= 1) continue; // only for screen readers
      const [x, y] = [left + width / 2, top + height / 2];
      const hit = document.elementFromPoint(x, y);
      const isHit = hit !== null && (control.contains(hit) || hit.contains(control));
      if (!isHit) faults.push(`not in view: ${nameOf(control)} at ${Math.round(x)}, ${Math.round(y)}`);
    }
    return faults;
  });
}

test('at 200 % zoom nothing is cut off, and every control can be reached', async () => {
  const { ada, list } = await adaAndHerChat();
  const page = await web.page(ada);
  await page.setViewportSize({ width: 640, height: 400 });
  await openScreens(page, list, async (path) => {
    expect(await faultsOfReach(page), path).toEqual([]);
  });
});

test('with forced colours, what only a ground shows has an edge; with reduced motion nothing moves', async () => {
  const { ada, list } = await adaAndHerChat();
  const page = await web.page(ada);
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await openScreens(page, list, async (path) => {
    const faults = await page.evaluate(() => {
      const shown = [...document.querySelectorAll('*')].filter((one) => one.checkVisibility());
      const grounds =
        ':is(.bg-accent, .bg-own, .bg-other, .bg-tint, [aria-current="page"], [aria-selected="true"])';
      const edgeless = shown.filter((one) => {
        const { outlineStyle, borderTopStyle, borderTopWidth } = getComputedStyle(one);
        return (
          one.matches(grounds) &&
          outlineStyle === 'none' &&
          (borderTopStyle === 'none' || borderTopWidth === '0px')
        );
      });
      const moving = shown.filter((one) => {
        const { animationDuration, transitionDuration } = getComputedStyle(one);
        return `${animationDuration}, ${transitionDuration}`
          .split(', ')
          .some((duration) => Number.parseFloat(duration) > 0.08);
      });
      const nameOf = (one: Element) => one.outerHTML.slice(0, 120);
      return [
        ...edgeless.map((one) => `no edge: ${nameOf(one)}`),
        ...moving.map((one) => `moves: ${nameOf(one)}`),
      ];
    });
    expect(faults, path).toEqual([]);
  });
  // What has the focus differs from what is chosen.
  await page.keyboard.press('Tab');
  const width = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineWidth);
  expect(Number.parseFloat(width)).toBeGreaterThan(2);
});
