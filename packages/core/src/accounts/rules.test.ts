import { describe, expect, it } from 'vitest';
import { defaultSettings, DomainError, type Tenant, type TenantId } from '../kernel/index.js';
import {
  ageOn,
  checkPassword,
  checkUsername,
  cleanNickname,
  cleanSignature,
  isPhone,
  nicknameFrom,
} from './rules.js';

const tenant = (imProfile: 'document' | 'uniapp'): Tenant => ({
  id: 1 as TenantId,
  name: 'Kith',
  settings: { ...defaultSettings, imProfile },
});

const invalid = (field: string, rule: string) =>
  expect.objectContaining({ code: 'invalid', detail: { field, rule } }) as DomainError;

describe('a user name', () => {
  it.each([
    'a',
    '7',
    '_',
    '阿达',
    'Ада',
    'ä'.normalize('NFC'),
    'x'.repeat(20),
    '字'.repeat(20),
    'a@b',
    'Ada.L+x@example.com',
    `${'x'.repeat(64)}@${'y'.repeat(35)}`,
  ])('may be %s', (name) => expect(() => checkUsername(name)).not.toThrow());

  it.each([
    '',
    ' ',
    'a b',
    'a-b',
    'a.b',
    'x'.repeat(21),
    '字'.repeat(21),
    '😀',
    '@',
    'a@',
    '@b',
    'a@b@c',
    'a b@c',
    'a@b c',
    'a\n@b',
    '\u200ba@b',
    'a@b\u202e',
    `${'x'.repeat(65)}@y`,
    `${'x'.repeat(60)}@${'y'.repeat(40)}`,
  ])('may not be %j', (name) => expect(() => checkUsername(name)).toThrow(invalid('username', 'username')));
});

describe('a phone', () => {
  it.each(['13800000001', '+8613800000001', '12345', '1'.repeat(15)])('is %s', (text) =>
    expect(isPhone(text)).toBe(true),
  );
  it.each(['', '1234', '1'.repeat(16), '+', '138 0000 0001', 'ada', '１３８００００', '+1+2345', '12345\n'])(
    'is not %j',
    (text) => expect(isPhone(text)).toBe(false),
  );
});

describe('a password', () => {
  it.each(['Passw0rd', 'aA1aA1aA', 'Über1Straße', `Aa1${'x'.repeat(253)}`, 'Aa1 \t\n  ', 'Aa1😀😀😀😀😀'])(
    'of the profile `document` may be %j',
    (password) => expect(() => checkPassword(tenant('document'), password)).not.toThrow(),
  );

  it.each([
    '',
    'Passw0r',
    'password1',
    'PASSWORD1',
    'Passwords',
    '12345678',
    'Äöü12345',
    'Aa1😀😀😀😀',
    `Aa1${'x'.repeat(254)}`,
  ])('of the profile `document` may not be %j', (password) =>
    expect(() => checkPassword(tenant('document'), password)).toThrow(
      invalid('password', 'password_document'),
    ),
  );

  it.each(['111111', 'abcdef', '😀😀😀😀😀😀', 'x'.repeat(256)])(
    'of the profile `uniapp` may be %j',
    (password) => expect(() => checkPassword(tenant('uniapp'), password)).not.toThrow(),
  );

  it.each(['', '11111', '😀😀😀😀😀', 'x'.repeat(257)])('of the profile `uniapp` may not be %j', (password) =>
    expect(() => checkPassword(tenant('uniapp'), password)).toThrow(invalid('password', 'password_uniapp')),
  );
});

describe('a nickname', () => {
  it.each([
    [' Ada ', 'Ada'],
    ['😀', '😀'],
    ['👨‍👩‍👧', '👨‍👩‍👧'],
    ['<b>', '<b>'],
    ['字'.repeat(50), '字'.repeat(50)],
    ['😀'.repeat(50), '😀'.repeat(50)],
  ])('%j is kept as %j', (given, kept) => expect(cleanNickname(given)).toBe(kept));

  it.each(['', '  ', '\u3000', '\u200b', '\u202e\u2066', '\u0007', 'x'.repeat(51), '😀'.repeat(51)])(
    'may not be %j',
    (text) => expect(() => cleanNickname(text)).toThrow(invalid('nickname', 'length')),
  );

  it('is made of any user name', () => {
    for (const username of ['x', '字'.repeat(20), `${'x'.repeat(64)}@${'y'.repeat(35)}`]) {
      checkUsername(username);
      expect(cleanNickname(nicknameFrom(username))).toBe(username.slice(0, 50));
    }
  });
});

describe('an age', () => {
  it.each([
    ['2026-11-26', '2008-11-26', 1],
    ['2026-11-26', '2008-11-27', 2],
    ['2026-11-26', '1999-12-31', 1],
    // Who was born on a leap day is older on the first of March.
    ['2026-02-28', '2008-02-29', 2],
    ['2026-03-01', '2008-02-29', 1],
  ] as const)('on %s of who was born on %s is %i', (day, birthDate, age) =>
    expect(ageOn(day, birthDate)).toBe(age),
  );
});

describe('a signature', () => {
  it('is trimmed, may be empty, and has 50 characters at most', () => {
    expect(cleanSignature('  hello ')).toBe('hello');
    expect(cleanSignature('  ')).toBe('');
    expect(cleanSignature('😀'.repeat(50))).toBe('😀'.repeat(50));
    expect(() => cleanSignature('😀'.repeat(51))).toThrow(invalid('signature', 'length'));
  });
});
