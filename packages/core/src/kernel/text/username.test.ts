import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usernameKey, usernameSkeleton } from './username.js';

describe('the key of a user name', () => {
  it('is the same in any case and width, and different for different names', () => {
    for (const name of ['Ada', 'ADA', 'ａｄａ', 'ada']) expect(usernameKey(name)).toBe('ada');
    expect(usernameKey('ada_')).not.toBe('ada');
    expect(usernameKey('аda')).not.toBe('ada'); // a Cyrillic а
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(fc.string(), (name) => usernameKey(usernameKey(name)) === usernameKey(name)),
      { numRuns: 500 },
    );
  });
});

describe('the skeleton of a user name', () => {
  it.each([
    ['ada', 'аda'], // a Cyrillic а
    ['ada', 'ADA'],
    ['ada', 'АDА'], // Cyrillic capitals
    ['paypal', 'раураl'], // Cyrillic р, а, у
    ['omega', 'οmega'], // a Greek ο
    ['barn', 'bam'],
    ['Ivan', 'lvan'],
    ['bob0', 'bobO'],
    ['Bob', 'Вob'], // a Cyrillic В
  ])('of %s equals that of %s', (one, other) => expect(usernameSkeleton(one)).toBe(usernameSkeleton(other)));

  it('differs for names that look different', () => {
    for (const name of ['bo', 'adam', 'аdam', '王小明', 'สุดา', 'ad_a'])
      expect(usernameSkeleton(name)).not.toBe('ada');
  });

  it('is fast for a name of any length', () => {
    const start = performance.now();
    usernameSkeleton('\uFDFA'.repeat(1_000_000));
    expect(performance.now() - start).toBeLessThan(100);
  });
});
