const LANDMARKS =
  'nav, main, main section[aria-label], main [role="region"], main [role="search"], main form';
const FIRST =
  '[aria-current="page"], [tabindex="0"], a[href], button:not([disabled]), input, textarea, select';

/** Moves the focus to the next part of the page (1), or the one before (-1). */
export function focusNextLandmark(step: 1 | -1): void {
  const shown = [...document.querySelectorAll<HTMLElement>(LANDMARKS)].filter((one) => one.checkVisibility());
  // A part that has parts of its own is one only where it has nothing else.
  const parts = shown.filter((one) => !shown.some((other) => other !== one && one.contains(other)));
  const at = parts.findIndex((one) => one.contains(document.activeElement));
  // From outside, forwards to the first and backwards to the last.
  const next = at < 0 ? (step > 0 ? 0 : parts.length - 1) : (at + step + parts.length) % parts.length;
  const part = parts[next];
  if (!part) return;
  const inside = [...part.querySelectorAll<HTMLElement>(FIRST)].filter((one) => one.checkVisibility());
  const first = part.matches('[tabindex="0"]')
    ? part
    : (inside.find((one) => one.matches('[aria-current="page"]')) ?? inside[0] ?? part);
  if (first === part && part.tabIndex < 0) part.tabIndex = -1;
  first.focus();
}
