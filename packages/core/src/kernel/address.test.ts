import { describe, expect, test } from 'vitest';
import { addressKey, parseAddress, siteKey } from './address.js';

describe('an address', () => {
  test.each([
    ['203.0.113.10', '203.0.113.10'],
    ['203.0.113.10:40000', '203.0.113.10'],
    [' 203.0.113.10 ', '203.0.113.10'],
    ['2001:db8:2:3::10', '2001:db8:2:3::10'],
    ['2001:0DB8:0002:0003:0000:0000:0000:0010', '2001:db8:2:3::10'],
    ['[2001:db8:2:3::10]', '2001:db8:2:3::10'],
    ['[2001:db8:2:3::10]:443', '2001:db8:2:3::10'],
    ['"[2001:db8:2:3::10]:443"', '2001:db8:2:3::10'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:80', 'fe80::1'],
    ['::ffff:203.0.113.10', '203.0.113.10'],
    ['::FFFF:cb00:710a', '203.0.113.10'],
    ['0:0:0:0:0:ffff:cb00:710a', '203.0.113.10'],
    ['[::ffff:203.0.113.10]:80', '203.0.113.10'],
    ['::ffff:203.0.113.10:80', '203.0.113.10'],
    ['::ffff:0:203.0.113.10', '203.0.113.10'],
    ['64:ff9b::203.0.113.10', '203.0.113.10'],
    ['::1', '::1'],
  ])('%s is %s', (text, address) => {
    expect(parseAddress(text)).toBe(address);
  });

  test.each([
    '',
    'unknown',
    '_hidden',
    'localhost',
    '1',
    '127.1',
    '0x7f.0.0.1',
    '017.0.0.1',
    '203.0.113',
    '203.0.113.256',
    '203.0.113.0/24',
    '203.0.113.10:port',
    '2001:db8::/64',
    '2001:db8:::1',
    '[2001:db8::1',
    '2001:db8::1'.padStart(200),
  ])('“%s” is not an address', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  test('counts as itself in IPv4, and as its /64 network in IPv6', () => {
    expect(addressKey('203.0.113.10')).toBe('203.0.113.10');
    expect(addressKey('2001:db8:2:3::10')).toBe('2001:db8:2:3::/64');
    expect(addressKey('2001:db8:2:3:ffff::')).toBe('2001:db8:2:3::/64');
    expect(addressKey('2001:db8:2:4::10')).toBe('2001:db8:2:4::/64');
    expect(addressKey('')).toBe('');
    expect(addressKey('operator')).toBe('');
  });

  test('belongs to a site: itself in IPv4, its /48 network in IPv6', () => {
    expect(siteKey('203.0.113.10')).toBe('203.0.113.10');
    expect(siteKey('2001:db8:2:3::10')).toBe('2001:db8:2::/48');
    expect(siteKey('')).toBe('');
  });
});
