import { describe, expect, it } from 'vitest';
import { defaultSettings, DomainError, type Tenant, type TenantId } from '../kernel/index.js';
import {
  ageOn,
  cleanNickname,
  cleanSignature,
  cleanUsername,
  isNumber,
  isPhone,
  nicknameFrom,
} from './rules.js';
import { checkPassword } from './password-rules.js';
import { isServiceName } from './reserved-names.js';

const tenant = (imProfile: 'document' | 'uniapp'): Tenant => ({
  id: 1 as TenantId,
  name: 'Kith',
  settings: { ...defaultSettings, imProfile },
});

const invalid = (field: string, rule: string, limit?: number) =>
  expect.objectContaining({
    code: 'invalid',
    detail: { field, rule, ...(limit !== undefined && { limit }) },
  }) as DomainError;

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
    'สุดา',
    'राम',
    'রাজু',
    'தமிழ்',
    'مُحَمَّد',
    'လျှော့',
    'ada_王',
    `${'x'.repeat(64)}@${'y'.repeat(35)}`,
  ])('may be %s', (name) => expect(cleanUsername(name)).toBe(name));

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
    '\u3164\u3164\u3164',
    'ada\u3164',
    'ada\u115F',
    'ad\u1160a',
    'ada\uFFA0',
    'ada\uFE0F',
    'ada\u034F',
    'ada\u17B4',
    'ada\u180B',
    'a\u3164@b',
    '\u0301ada',
    `z${'\u0316'.repeat(5)}`,
    `z${'\u05B0'.repeat(9)}`,
    'аda', // a Cyrillic а
    'αda',
    'x'.repeat(1_000_000),
    'a@b\u202e',
    `${'x'.repeat(65)}@y`,
    `${'x'.repeat(60)}@${'y'.repeat(40)}`,
  ])('may not be %j', (name) => expect(() => cleanUsername(name)).toThrow(invalid('username', 'username')));
});

describe('a user name', () => {
  it('is stored in one form', () => {
    expect(cleanUsername('Nguye\u0302\u0303n')).toBe('Nguyễn');
    expect(cleanUsername(' \u1112\u1161\u11AB ')).toBe('한');
    expect(cleanUsername('e\u0301'.repeat(20))).toBe('é'.repeat(20));
  });

  it.each(['10001', '１０００１', '١٠٠٠١', '①'])('of digits is a number: %s', (name) =>
    expect(isNumber(name)).toBe(true),
  );
  it.each(['a1', '1_', '一二'])('with other characters is not a number: %s', (name) =>
    expect(isNumber(name)).toBe(false),
  );
});

describe('a reserved name', () => {
  it.each([
    '客服',
    '客 服',
    '官方客服01',
    'admin',
    'ADMIN',
    'Аdmin',
    'аdmіn',
    'Admin 1',
    '_admin_',
    'K.i.t.h',
    'ＫＩＴＨ',
    'System!',
    'Supp0rt'.replace('0', 'ο'),
    '系統',
    '管理员9',
    'KeFu01',
  ])('is %s', (name) => expect(isServiceName(name)).toBe(true));
  it.each(['ada', 'Adam In', '王小明', 'Kitha', 'systemd fan', '系统架构师', '', '12', '😀'])(
    'is not %j',
    (name) => expect(isServiceName(name)).toBe(false),
  );
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
  it.each(['Passw0rd1', 'aA1aA1aA', 'Über1Straße', `Aa1${'x'.repeat(253)}`, 'Aa1 \t\n  ', 'Aa1😀😀😀😀😀'])(
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

  it.each(['kv7q2m', '😀😀😀😀😀😀', 'x'.repeat(256)])('of the profile `uniapp` may be %j', (password) =>
    expect(() => checkPassword(tenant('uniapp'), password)).not.toThrow(),
  );

  it.each([
    ['Password1', ''],
    ['Passw0rd', ''],
    ['Qwerty123', ''],
    ['Aa123456', ''],
    ['Abc12345', ''],
    ['Ｐａｓｓｗｏｒｄ１', ''],
    ['!Password1!', ''],
    ['Qwe12345', ''],
    ['Admin@123', ''],
    ['Wang123456', ''],
    ['54321Asd', ''],
    ['Dragon0000', ''],
    ['Li88888888', ''],
    ['Lovelace12', 'lovelace'],
    ['12Lovelace!', 'LOVELACE9'],
    ['LovelaceLovelace1', 'lovelace'],
    ['Ecalevol1', 'lovelace'],
  ])('may not be %s, which is easy to guess, for the user name %j', (password, username) =>
    expect(() => checkPassword(tenant('document'), password, username)).toThrow(
      invalid('password', 'password_common'),
    ),
  );

  it('may resemble a common one, and has its length counted in the canonical form', () => {
    for (const password of ['Passw0rd1', 'Lovelaces12x9', 'Qwe12354', 'Li1x23456', 'Skipwith123'])
      expect(() => checkPassword(tenant('document'), password, 'ada')).not.toThrow();
    expect(() => checkPassword(tenant('document'), 'Pa\u0308sswo\u0308rd1')).not.toThrow();
    expect(() => checkPassword(tenant('uniapp'), '111111')).toThrow(invalid('password', 'password_common'));
    expect(() => checkPassword(tenant('uniapp'), '13800138000', '13800138000')).toThrow(
      invalid('password', 'password_common'),
    );
  });

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
  ])('%j is stored as %j', (given, kept) => expect(cleanNickname(given)).toBe(kept));

  it.each(['', '  ', '\u3000', '\u200b', '\u202e\u2066', '\u0007'])('may not be empty: %j', (text) =>
    expect(() => cleanNickname(text)).toThrow(invalid('nickname', 'empty')),
  );

  it.each(['x'.repeat(51), '😀'.repeat(51), 'x'.repeat(100_000)])(
    'may not be longer than 50 characters',
    (text) => {
      expect(() => cleanNickname(text)).toThrow(invalid('nickname', 'length', 50));
    },
  );

  it('defaults to the user name, unless that is a contact address', () => {
    for (const username of ['x', '字'.repeat(20), 'ada_1'])
      expect(nicknameFrom(username, '用户1')).toBe(username);
    for (const username of ['13800138000', '+8613800138000', 'ada@example.com'])
      expect(nicknameFrom(username, '用户1')).toBe('用户1');
  });
});

describe('an age', () => {
  it.each([
    ['2026-11-26', '2008-11-26', 1],
    ['2026-11-26', '2008-11-27', 2],
    ['2026-11-26', '1999-12-31', 1],
    // A person born on a leap day turns a year older on 1 March.
    ['2026-02-28', '2008-02-29', 2],
    ['2026-03-01', '2008-02-29', 1],
  ] as const)('on %s of a person born on %s is %i', (day, birthDate, age) =>
    expect(ageOn(day, birthDate)).toBe(age),
  );
});

describe('a signature', () => {
  it('is trimmed, may be empty, and has at most 50 characters', () => {
    expect(cleanSignature('  hello ')).toBe('hello');
    expect(cleanSignature('  ')).toBe('');
    expect(cleanSignature('😀'.repeat(50))).toBe('😀'.repeat(50));
    expect(() => cleanSignature('😀'.repeat(51))).toThrow(invalid('signature', 'length', 50));
  });
});
