import { describe, expect, it } from 'vitest';
import { acceptsSetting, defaultSettings, settingSchemas, type TenantSettings } from './index.js';

const names = Object.keys(settingSchemas) as (keyof TenantSettings)[];

describe('a setting', () => {
  it.each(names)('%s accepts its default and, if it has one, its example', (name) => {
    const schema = settingSchemas[name];
    expect(acceptsSetting(schema, defaultSettings[name])).toBe(true);
    if (schema.kind === 'text' && schema.example !== undefined)
      expect(acceptsSetting(schema, schema.example)).toBe(true);
  });

  it.each<[keyof TenantSettings, readonly unknown[], readonly unknown[]]>([
    ['openVisitors', [true, false], ['true', 1, null, undefined]],
    ['ticketsPerDay', [-1, 0, 100_000], [-2, 100_001, 1.5, '1', NaN, Infinity, null]],
    ['receiptMode', ['strict', 'api', 'trust'], ['', 'maybe', 'Strict', 0]],
    ['timeZone', ['UTC', 'Asia/Taipei'], ['', 'Mars/Olympus', 8]],
    ['pageTitle', ['', '聊天', '😀'.repeat(100)], ['😀'.repeat(101), 'a\0b', '\ud800', 1, {}]],
    [
      'supportHours',
      ['', '09:00-18:00', '00:00-23:59', '22:30-06:00'],
      ['9-18', '09:00', '24:00-06:00', '09:00-18:60', 'always', ' 09:00-18:00', '09:00-18:00\n'],
    ],
    ['defaultFriends', ['', '10001', '10001|10002'], ['|', '10001|', 'ada', '10001, 10002']],
    ['exploreUrl', ['', 'https://example.com/a?b=c'], ['example.com', 'javascript:alert(1)', 'https://a b']],
  ])('%s accepts %j and refuses %j', (name, good, bad) => {
    const accepts = (value: unknown) => acceptsSetting(settingSchemas[name], value);
    expect(good.filter((value) => !accepts(value))).toEqual([]);
    expect(bad.filter(accepts)).toEqual([]);
  });
});
