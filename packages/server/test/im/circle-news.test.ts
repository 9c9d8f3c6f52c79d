import { describe, expect, test, vi } from 'vitest';
import type { ImFrames } from '@kith/contract';
import { eventually, useKith } from '../harness/kith.js';
import type { LegacySocket } from '../harness/legacy-socket.js';
import { circle, post } from './moments.js';
import { block } from './operator.js';

const kith = useKith();

const momentActions = new Set<string>(['circleTips', 'cricleChatTips', 'circleLike', 'cricleComment']);

/** The frames about moments that the sockets have received, once nothing is in transit. */
async function heard(sockets: readonly LegacySocket[]): Promise<string[][]> {
  for (let i = 0; i < 3; i++) for (const socket of sockets) await socket.settle();
  return sockets.map(({ frames }) =>
    frames.map(({ action }) => action).filter((action) => momentActions.has(action)),
  );
}

describe('existing clients', () => {
  test('a new moment sends circleTips to friends who may see it, not to the author or others', async () => {
    const { ada, bo, cy, dee } = await circle(kith);
    const [eve, finn] = [await kith.person('eve'), await kith.person('finn')];
    for (const friend of [eve, finn]) await kith.befriend(ada, friend);
    await block(kith, eve, ada);
    await kith.sql('update accounts set may_see_moments = false where id = $1', [finn.id]);
    const told = await Promise.all([bo.socket(), bo.socket(), cy.socket()]);
    const silent = await Promise.all([ada, dee, eve, finn].map((person) => person.socket()));
    await post(ada, 'hello');
    for (const socket of told) expect(await socket.next('circleTips')).toBeUndefined();
    expect(await heard(told)).toEqual([['circleTips'], ['circleTips'], ['circleTips']]);
    expect(await heard(silent)).toEqual([[], [], [], []]);
  });

  test('a like sends circleLike to author and actor, each with their own view; cricleChatTips only to the author', async () => {
    const { ada, bo, cy } = await circle(kith);
    await ada.im.friend.setRemarks({ user_id: bo.id, content: 'Uncle Bo' });
    const id = await post(ada, 'hello');
    await ada.im.circle.likeAction({ id, is_like: 1 });
    const sockets = await Promise.all([ada.socket(), bo.socket(), cy.socket()]);
    const [ofAda, ofBo] = sockets as [LegacySocket, LegacySocket, LegacySocket];
    await bo.im.circle.likeAction({ id, is_like: 1 });
    expect(await ofAda.next('circleLike')).toEqual({
      id,
      likes: [
        { uid: ada.id, username: 'ada' },
        { uid: bo.id, username: 'Uncle Bo' },
      ],
      action: 1,
    });
    expect(await ofBo.next('circleLike')).toEqual({
      id,
      likes: [
        { uid: ada.id, username: 'ada' },
        { uid: bo.id, username: 'bo' },
      ],
      action: 1,
    });
    await ada.im.circle.likeAction({ id, is_like: 0 });
    expect(await ofAda.next('circleLike')).toMatchObject({ likes: [{ uid: bo.id }], action: 0 });
    await cy.im.circle.likeAction({ id, is_like: 1 });
    expect(await ofAda.next('circleLike')).toMatchObject({
      likes: [{ uid: bo.id }, { uid: cy.id }],
      action: 0,
    });
    // A repeat causes no frame.
    await bo.im.circle.likeAction({ id, is_like: 1 });
    await bo.im.circle.likeAction({ id, is_like: 0 });
    expect(await ofBo.next('circleLike')).toEqual({ id, likes: [], action: 0 });
    expect(await ofAda.next('circleLike')).toMatchObject({ likes: [{ uid: cy.id }], action: 0 });
    expect(await heard(sockets)).toEqual([
      ['cricleChatTips', 'circleLike', 'circleLike', 'cricleChatTips', 'circleLike', 'circleLike'],
      ['circleLike', 'circleLike'],
      ['circleLike'],
    ]);
  });

  test('lists arrive in order, the newest last, for any number of parallel likes', async () => {
    const ada = await kith.person('ada');
    const friends = await Promise.all(Array.from({ length: 12 }, () => kith.person('friend')));
    for (const friend of friends) await kith.befriend(ada, friend);
    const id = await post(ada, 'hello');
    const socket = await ada.socket();
    const lengths = () =>
      socket.frames.flatMap(({ action, data }) =>
        action === 'circleLike' ? [(data as ImFrames['circleLike']).likes.length] : [],
      );
    // The first read is slow: the others must not overtake it.
    const { auth } = kith.server.deps;
    const tenant = vi.spyOn(auth, 'tenant').mockImplementationOnce(async (of) => {
      await new Promise((resume) => setTimeout(resume, 300));
      return auth.tenant(of);
    });
    await Promise.all(friends.map((friend) => friend.im.circle.likeAction({ id, is_like: 1 })));
    await eventually('twelve are told', () => lengths().length === 12);
    tenant.mockRestore();
    expect(lengths()).toEqual(lengths().toSorted((a, b) => a - b));
    expect(lengths().at(-1)).toBe(12);
    expect((await heard([socket]))[0]?.filter((action) => action === 'cricleChatTips').length).toBe(12);
  });

  test('a comment sends cricleComment to the author and the addressed person, not to its writer or other friends', async () => {
    const { ada, bo, cy } = await circle(kith);
    const eve = await kith.person('eve');
    for (const friend of [ada, bo]) await kith.befriend(eve, friend);
    const id = await post(ada, 'hello');
    await bo.im.circle.comment({ id, message: 'first' });
    const sockets = await Promise.all([ada, bo, cy, eve].map((person) => person.socket()));
    const [ofAda, ofBo] = sockets as [LegacySocket, LegacySocket];
    await eve.im.circle.comment({ id, message: 'to bo', chat_user_id: bo.id });
    const frame = {
      circle_id: id,
      comment: { uid: eve.id, username: 'eve', reply: '回复bo', content: 'to bo' },
    };
    expect(await ofAda.next('cricleComment')).toEqual(frame);
    expect(await ofBo.next('cricleComment')).toEqual(frame);
    await ada.im.circle.comment({ id, message: 'to myself' });
    expect(await heard(sockets)).toEqual([
      ['cricleChatTips', 'cricleComment'],
      ['cricleChatTips', 'cricleComment'],
      [],
      [],
    ]);
    // A former friend is not notified.
    await bo.im.remove.friend({ user_id: eve.id });
    await ada.im.circle.comment({ id, message: 'to bo', chat_user_id: bo.id });
    await ofBo.next('cricleComment', ({ comment }) => comment.uid === ada.id);
    await expect(eve.im.circle.comment({ id, message: 'again', chat_user_id: bo.id })).rejects.toMatchObject({
      err: 1,
    });
  });

  test('a refused reaction notifies nobody', async () => {
    const { ada, bo, dee } = await circle(kith);
    const id = await post(ada, 'hello');
    const socket = await ada.socket();
    await expect(dee.im.circle.likeAction({ id, is_like: 1 })).rejects.toMatchObject({ err: 1 });
    await expect(bo.im.circle.comment({ id, message: ' ' })).rejects.toMatchObject({ err: 1 });
    expect(await heard([socket])).toEqual([[]]);
  });
});

describe('kith.v1', () => {
  test('receives reactions as account events, also missed ones', async () => {
    const { ada, bo } = await circle(kith);
    const id = await post(ada, 'hello');
    const socket = await ada.v1();
    const { cursor } = socket.ready;
    await bo.im.circle.likeAction({ id, is_like: 1 });
    const like = {
      t: 'event',
      type: 'moment_reacted',
      data: { moment_id: id, user_id: bo.id, reaction: 'like' },
    };
    expect(await socket.next('event')).toMatchObject(like);
    socket.close();
    await bo.im.circle.comment({ id, message: 'hi' });
    await ada.im.circle.comment({ id, message: 'hi', chat_user_id: bo.id });
    const again = await ada.v1({ cursor });
    expect(await again.next('event')).toMatchObject(like);
    expect(await again.next('event')).toMatchObject({ data: { moment_id: id, reaction: 'comment' } });
    await again.settle();
    expect(again.frames.filter(({ t }) => t === 'event').length).toBe(2);
  });
});
