import type { apiShapes } from '@kith/contract';
import { expect, it } from 'vitest';
import { plainPasswords } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { box, open, people } from './channels.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const AMOUNT = 5000;
/** The number of messages per moment. */
const SHARED = 40;

/** Gives an account thousands of friends with one message each, forty in every millisecond. */
async function thousands(who: Person): Promise<void> {
  const start = Date.now() - 3600_000;
  await kith.sql(
    `with others as (
       insert into accounts (tenant_id, username, username_key, nickname, letter, grams, signature, sex, created_at, updated_at, last_seen_at)
       select 1, 'many' || n, 'many' || n, 'many' || n, 'M', '{}', '', 0, $2, $2, $2 from generate_series(1, ${AMOUNT}) n
       returning id
     ),
     made as (
       insert into conversations (tenant_id, list_id, kind, low_id, high_id, created_at, last_seq, message_count, last_sent_at)
       select 1, gen_random_uuid(), 'single', $1, id, $2, 1, 1, $2::bigint + (row_number() over (order by id)) / ${SHARED} from others
       returning id, low_id, high_id, last_sent_at
     ),
     joined as (
       insert into members (tenant_id, conversation_id, account_id, created_at)
       select 1, made.id, account_id, $2 from made, unnest(array[low_id, high_id]) as account_id
     )
     insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
     select 1, id, 1, 'message', 0, high_id, last_sent_at, 1, '{"text":"hello"}' from made`,
    [who.id, start],
  );
}

it('GET /api/channel pages through 5,000 channels without gaps and repeats while messages arrive', async () => {
  const ada = await kith.person('ada');
  await thousands(ada);
  const first = await ada.api.channel.list({ page_size: 333 });
  expect(first).toMatchObject({
    count: AMOUNT,
    page_size: 333,
    curr_page: 1,
    total_page: 16,
    has_more: true,
  });
  const [oldest, older] = await kith.sql<{ id: number }>(
    'select id from conversations where low_id = $1 order by last_sent_at, id limit 2',
    [ada.id],
  );
  const seen: apiShapes.ChannelRow[] = [...first.list];
  const moved = new Set<string>();
  let { last_channel_ts, last_channel_id, has_more } = first;
  while (has_more) {
    // A person on a later page sends a message: the row moves to the front, which was already read.
    const next = moved.size === 0 ? oldest : older;
    if (next && !moved.has(String(next.id))) {
      await kith.sql('update conversations set last_sent_at = $2 where id = $1', [next.id, Date.now()]);
      moved.add(String(next.id));
    }
    const page = await ada.api.channel.list({
      page_size: 333,
      last_channel_ts: String(last_channel_ts),
      last_channel_id: Number(last_channel_id),
      page: 7,
    });
    seen.push(...page.list);
    ({ last_channel_ts, last_channel_id, has_more } = page);
  }
  const ids = seen.map(({ channel_id }) => channel_id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength(AMOUNT - moved.size);
  const sorted = seen.toSorted(
    (a, b) => b.channel_ts - a.channel_ts || Number(b.channel_id) - Number(a.channel_id),
  );
  expect(ids).toEqual(sorted.map(({ channel_id }) => channel_id));
  expect((await ada.api.channel.list()).list).toHaveLength(1000);
  expect((await ada.api.channel.list({ page: 5 })).list).toHaveLength(1000);
  expect((await ada.api.channel.list({ page: 6 })).list).toEqual([]);
});

it('GET /api/channel lists pinned channels once, first on the first page; a cursor with a time alone skips equal times', async () => {
  const bo = await kith.person('bo');
  const others = await people(kith, 4);
  for (const other of others) {
    const { channel_id } = await open(bo, other, { text: 'hello' });
    await kith.sql('update conversations set last_sent_at = 1700000000000 where id = $1', [channel_id]);
  }
  const rows = await box(bo);
  const pinned = rows.at(-1)!.channel_id;
  await kith.sql('update members set pinned_at = 1 where conversation_id = $1 and account_id = $2', [
    pinned,
    bo.id,
  ]);
  const first = await bo.api.channel.list({ page_size: 2 });
  expect(first.list).toMatchObject([
    { channel_id: pinned, is_top: true },
    { channel_id: rows[0]!.channel_id },
  ]);
  const behind = { last_channel_ts: String(first.last_channel_ts), page_size: 9 };
  const rest = await bo.api.channel.list({ ...behind, last_channel_id: Number(first.last_channel_id) });
  expect(rest.list.map(({ channel_id }) => channel_id)).toEqual([rows[1]!.channel_id, rows[2]!.channel_id]);
  expect((await bo.api.channel.list(behind)).list).toEqual([]);
  expect((await bo.api.channel.list({ last_channel_ts: '1700000000', page_size: 9 })).list).toHaveLength(3);
  expect((await bo.api.channel.list({ last_channel_ts: first.list[1]!.updated_at })).list).toHaveLength(3);
  await expect(bo.api.channel.list({ last_channel_ts: 'yesterday' })).rejects.toThrow(
    '參數驗證錯誤:last_channel_ts => timestamp, value=yesterday',
  );
});
