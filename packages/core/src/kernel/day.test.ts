import { expect, test } from 'vitest';
import { localDay } from './day.js';
import { defaultSettings, type Tenant } from './tenant.js';
import type { TenantId } from './ids.js';

test('a day begins in the zone of the tenant', () => {
  const lateInTheDay = Date.UTC(2026, 0, 31, 23, 30);
  const inZone = (timeZone: string): Tenant => ({
    id: 1 as TenantId,
    name: '',
    settings: { ...defaultSettings, timeZone },
  });
  expect(localDay(inZone('UTC'), lateInTheDay)).toBe('2026-01-31');
  expect(localDay(inZone('Asia/Shanghai'), lateInTheDay)).toBe('2026-02-01');
});
