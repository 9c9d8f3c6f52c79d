import { expect, test, vi } from 'vitest';
import { connectApi, connectIm } from '@kith/sdk';
import type { Ctx } from '@kith/core/kernel';
import { createTenant, findTenant } from '@kith/core/tenants';
import { visitorCtx } from '../../src/app/context.js';
import { makeDemoClock, seedDemo } from '../../src/cli/seed-demo.js';
import { atPace } from '../harness/at-pace.js';
import { useKith } from '../harness/kith.js';

vi.setConfig({ testTimeout: atPace(60_000) }); // two dozen pictures are drawn, each password is hashed

const clock = makeDemoClock();
const kith = useKith({ overrides: { now: clock.now } });

test('the next run completes an interrupted one without a difference', async () => {
  const ctx = await operatorOf(1);
  let left = 40;
  const { entries } = ctx.ports;
  const breaking: Ctx = {
    ...ctx,
    ports: {
      ...ctx.ports,
      entries: {
        write: (message) =>
          left-- > 0 ? entries.write(message) : Promise.reject(new Error('The power failed.')),
      },
    },
  };
  await expect(seedDemo(kith.server.deps, breaking, clock)).rejects.toThrow('The power failed.');
  expect(await seedDemo(kith.server.deps, ctx, clock)).toMatch(
    /^24 people, \d+ conversations, 2 groups and \d+ moments/,
  );
  expect(await seedDemo(kith.server.deps, ctx, clock)).toMatch(/^The demo already exists\. Sign in as mei/);

  const visitor = connectIm({ url: kith.url, tenant: 1 });
  const { token } = await visitor.in.login({ username: 'mei', password: 'KithDemo1' });
  const mei = connectIm({ url: kith.url, token, tenant: 1 });
  const { data: chats } = await mei.get.chatList();
  expect(chats.length).toBeGreaterThanOrEqual(6);
  expect(chats[0]).toMatchObject({ top: 1, show_name: '陳浩' });
  expect(chats.some(({ is_disturb }) => is_disturb === 1)).toBe(true);
  expect(chats.some(({ show_name }) => show_name === '咖啡店的婷婷')).toBe(true);
  const club = chats.find(({ show_name }) => show_name === '週末爬山團');
  expect(club).toMatchObject({ type: 1, last_msg: '好，山頂等你' });
  const { member } = await mei.message.getChatDetails({ list_id: club!.list_id });
  expect(member.map(({ is_admin }) => is_admin)).toEqual([2, 1, 0, 0, 0, 0]);
  expect((await mei.get.applyFriend()).length).toBeGreaterThanOrEqual(2);
  const { data: videos } = await mei['video.Share'].video_list({ type: 2 });
  expect(videos).toMatchObject([
    { title: '山頂看海，值得', fabulous: 2, is_fabulous: true, comment: 3 },
    { title: '夕焼け', is_follow: true },
  ]);
  expect((await fetch(kith.url + videos[0]!.video)).headers.get('content-type')).toBe('video/webm');

  const api = connectApi({ url: kith.url, token, userId: (await mei.get.base()).user_info.id });
  const { list: students } = await api.user_friendship.data({ list_type: 'near' });
  expect(students.length).toBeGreaterThan(4);
  expect(students.every(({ photo_url }) => photo_url !== '')).toBe(true);
  const { list: channels } = await api.channel.list();
  expect(channels.filter(({ is_friend }) => is_friend === 0)).toHaveLength(3);

  const stickers = await mei.user.offeredStickers();
  expect(stickers.map(({ name }) => name)).toEqual(['猫', '熊猫', '企鹅', '青蛙']);

  const { data: moments } = await mei.get.circleData({ user_id: 0 });
  expect(moments.length).toBe(6);
  expect(moments[1]?.comments.map(({ reply }) => reply)).toEqual(['', '回复陳浩', '']);
  expect(await mei.get.base()).toMatchObject({ no_reader_circle: 0, no_reader_circle_chat_num: 6 });

  const [times] = await kith.sql<{ first: number; last: number; now: number; backwards: number }>(`
    select min(sent_at)::float8 as first, max(sent_at)::float8 as last, extract(epoch from now())::float8 * 1000 as now,
      (select count(*)::int from entries e join entries f using (tenant_id, conversation_id)
        where f.seq = e.seq + 1 and f.sent_at < e.sent_at) as backwards
    from entries`);
  expect(times?.backwards).toBe(0);
  expect(times!.last).toBeLessThan(times!.now);
  expect(times!.first).toBeLessThan(times!.now - 5 * 24 * 3600 * 1000);
});

test('a user name of another account is not touched, and the remedy is shown', async () => {
  await createTenant(kith.server.deps.db, { id: 2, name: 'Taken', now: Date.now() });
  await connectIm({ url: kith.url, tenant: 2 }).in.reg({
    username: 'ada',
    password: 'NotTheDemo1',
    nickname: 'Ada herself',
    sex: 1,
  });
  await expect(seedDemo(kith.server.deps, await operatorOf(2), clock)).rejects.toThrow(
    'The user name ada belongs to an account outside the demo.',
  );
  expect(await kith.sql(`select nickname from accounts where tenant_id = 2 and username = 'ada'`)).toEqual([
    { nickname: 'Ada herself' },
  ]);
});

async function operatorOf(tenantId: number): Promise<Ctx> {
  const tenant = await findTenant(kith.server.deps.db, tenantId);
  return visitorCtx(kith.server.deps, tenant!, 'operator');
}
