import { beforeAll, expect, test } from 'vitest';
import { endOfDay, localDay } from '@kith/core/kernel';
import { presentDateTime } from '../../src/dialects/date.js';
import { useKith } from '../harness/kith.js';
import { student } from './people.js';
import { forgetLanguages } from './english-only-icu.js';

beforeAll(forgetLanguages);

const kith = useKith();

test('a Node.js build with English as its only language formats days and times like a full build', async () => {
  expect(new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC' }).format(0)).toBe('1/1/1970');
  const tenant = await kith.server.deps.auth.tenant(1);
  const evening = Date.UTC(2026, 10, 28, 15, 59, 58);
  expect(presentDateTime(tenant, evening)).toBe('2026-11-28 23:59:58');
  expect(presentDateTime(tenant, evening + 2000)).toBe('2026-11-29 00:00:00');
  expect(localDay(tenant, evening)).toBe('2026-11-28');
  expect(endOfDay(tenant, evening)).toBe(Date.UTC(2026, 10, 28, 16));
});

test('with that build the Friendship API counts tickets, lists plans and sends waves', async () => {
  const [ada, bo] = [await student(kith, 'ada', '臺灣大學'), await student(kith, 'bo', '臺灣大學')];
  expect((await ada.api.user_friendship.ticket_number()).ticket_number).toBe('10');
  expect((await ada.api.user_friendship.vip_plan()).list.length).toBeGreaterThan(0);
  const opened = await ada.api.channel.open({ target_id: bo.id, is_wave: 1, text: 'Hello' });
  expect(opened).toMatchObject({ is_new: true, is_wave: 1 });
  const { list } = await bo.api.channel.list({});
  expect(list[0]).toMatchObject({ created_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) });
});
