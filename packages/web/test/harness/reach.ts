import type { Page } from 'playwright-core';
import { VIEWPORTS } from './viewports.js';

/** Half of a wide window, as its page is with 200 % zoom. */
const ZOOMED = { width: VIEWPORTS.desktop.width / 2, height: VIEWPORTS.desktop.height / 2 };

/** What is wrong with a page at 200 % zoom, and with forced colours and reduced motion. The page is not loaded again. */
export async function faultsOfReach(page: Page, where: string): Promise<string[]> {
  await page.setViewportSize(ZOOMED);
  const unreachable = await findUnreachable(page);
  await page.setViewportSize(VIEWPORTS.desktop);
  await page.emulateMedia({ forcedColors: 'active' });
  const edgeless = await findEdgeless(page);
  await page.emulateMedia({ forcedColors: 'none' });
  return [...unreachable, ...edgeless].map((fault) => `${where}: ${fault}`);
}

/** What cannot be reached: too wide for the window, or a control that its focus does not bring into view. */
function findUnreachable(page: Page): Promise<string[]> {
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
      if (control.closest('[inert]')) continue;
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

/** With forced colours: what only a ground would show. With reduced motion: what moves. */
function findEdgeless(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const shown = [...document.querySelectorAll('*')].filter((one) => one.checkVisibility());
    const grounds =
      ':is(.bg-accent, .bg-own, .bg-other, .bg-tint, [aria-current="page"], [aria-current="true"], [aria-pressed="true"], [aria-selected="true"])';
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
}
