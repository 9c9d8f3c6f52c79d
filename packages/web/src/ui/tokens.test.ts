import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
/** Light and dark value of each colour. */
const colours = new Map(
  [...css.matchAll(/--color-([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g)].map(
    ([, name, light, dark, both]) => [name!, { light: light ?? both!, dark: dark ?? both! }],
  ),
);

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

const GROUNDS = ['page', 'panel', 'raised', 'hover', 'other', 'tint'];
const FACES = Array.from({ length: 8 }, (_, index) => `face-${index + 1}`);

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  const hex = (name: string) => colours.get(name)![theme];
  test('text reaches 4.5 : 1 on every ground that it stands on', () => {
    const pairs = [
      ...['text', 'secondary', 'danger', 'accent'].flatMap((text) => GROUNDS.map((ground) => [text, ground])),
      ...['good', 'warning'].flatMap((text) => ['page', 'panel', 'raised'].map((ground) => [text, ground])),
      ['text', 'own'],
      ['on-foot', 'foot'],
      ['on-hang-up', 'hang-up'],
      ['on-foot-secondary', 'foot'],
      ['own-secondary', 'own'],
      ['accent', 'own'],
      ['on-accent', 'accent'],
      ['on-accent', 'accent-hover'],
      ['danger', 'danger-tint'],
      ...FACES.map((face) => ['on-face', face]),
    ] as [string, string][];
    const weak = pairs.filter(([text, ground]) => contrast(hex(text), hex(ground)) < 4.5);
    expect(
      weak.map(([text, ground]) => `${text} on ${ground}: ${contrast(hex(text), hex(ground)).toFixed(2)}`),
    ).toEqual([]);
  });

  test('what is drawn reaches 3 : 1', () => {
    const weak = ['page', 'panel', 'raised'].flatMap((ground) =>
      ['edge', 'accent', 'good']
        .filter((name) => contrast(hex(name), hex(ground)) < 3)
        .map((name) => `${name} on ${ground}`),
    );
    expect(weak).toEqual([]);
  });

  test('what is pointed at differs from the ground below it', () => {
    const same = ['page', 'panel', 'raised', 'other'].filter(
      (ground) => contrast(hex('hover'), hex(ground)) < (ground === 'other' ? 1.01 : 1.05),
    );
    expect(same).toEqual([]);
  });
});
