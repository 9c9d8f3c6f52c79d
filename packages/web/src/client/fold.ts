/** A text without case, accents and widths, to compare what was typed with what is written. */
export function fold(text: string): string {
  // ß becomes ss, a dotless i an i.
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().toUpperCase().toLowerCase();
}

/** A part of a text. */
export interface Part {
  readonly text: string;
  readonly isMatch: boolean;
}

/** A text in parts: those that are what was looked for, and those between them. */
export function matchesIn(text: string, wanted: string): readonly Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const [from, to] of rangesOf(text, wanted)) {
    if (from > end) parts.push({ text: text.slice(end, from), isMatch: false });
    parts.push({ text: text.slice(from, to), isMatch: true });
    end = to;
  }
  if (end < text.length) parts.push({ text: text.slice(end), isMatch: false });
  return parts;
}

/** Where a text contains what was looked for: beginning and end, in code units. */
export function rangesOf(text: string, wanted: string): readonly (readonly [number, number])[] {
  const sought = fold(wanted).trim();
  if (sought === '') return [];
  // Letters fold to several or to none: for each folded unit, the place of its letter.
  const places: number[] = [];
  let folded = '';
  let at = 0;
  for (const letter of text) {
    const one = fold(letter);
    folded += one;
    for (let unit = 0; unit < one.length; unit++) places.push(at);
    at += letter.length;
  }
  const ranges: [number, number][] = [];
  for (
    let found = folded.indexOf(sought);
    found >= 0;
    found = folded.indexOf(sought, found + sought.length)
  ) {
    const from = places[found] ?? 0;
    let next = found + sought.length;
    // A letter that is matched in part is matched.
    while (places[next] !== undefined && places[next] === places[next - 1]) next++;
    ranges.push([from, places[next] ?? text.length]);
  }
  return ranges;
}
