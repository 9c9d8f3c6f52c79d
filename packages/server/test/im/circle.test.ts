import { describe, expect, test } from 'vitest';
import { useKith } from '../harness/kith.js';
import { circle, news, post, seen, upload } from './moments.js';
import { block, setStatus } from './operator.js';
import { refused, says } from './refusals.js';

const kith = useKith();
const NOWHERE = 'f'.repeat(24);

describe('/im/circle/sendMsg', () => {
  test('posts a text that the author and friends see, and a stranger does not', async () => {
    const { ada, bo, cy, dee } = await circle(kith);
    const id = await post(ada, '今天 the sea was calm 🌊');
    expect(id).toMatch(/^[0-9a-f]{24}$/);
    for (const who of [ada, bo, cy]) {
      expect(await seen(who, id)).toMatchObject({
        post_id: id,
        uid: ada.id,
        username: 'ada',
        header_image: 'default_man/300.jpg',
        type: 0,
        content: { text: '今天 the sea was calm 🌊', value: [], video_path: '' },
        timestamp: '刚刚',
        islike: 0,
        like: [],
        comments: [],
        can_pay: 0,
        can_pay_times: 0,
        pay_amount: '0.00',
      });
    }
    expect(await seen(dee, id)).toBeUndefined();
  });

  test('accepts the content as clients send it, with wallet fields', async () => {
    const { ada } = await circle(kith);
    const content = { text: 'hi', value: [], pay_amount: '', can_pay: 0, video_path: '' };
    const { circle_id } = await ada.im.circle.sendMsg({ content: JSON.stringify(content) });
    expect((await seen(ada, circle_id))?.content).toEqual({ text: 'hi', value: [], video_path: '' });
  });

  test('refuses invalid content with the reason, and stores nothing', async () => {
    const { ada, bo } = await circle(kith);
    const theirs = await upload(bo);
    const tooMany = '最多9张图片，或1个视频';
    for (const [content, refusal] of [
      ['', refused('invalid', 'content')],
      ['not json', refused('invalid', 'content')],
      [[], refused('invalid', 'content')],
      [{}, says('说点什么，或选择图片、视频')],
      [{ text: '  \n', value: [], video_path: '' }, says('说点什么，或选择图片、视频')],
      [{ text: 5 }, refused('invalid', 'content.text')],
      [{ text: 'a\0b' }, refused('invalid', 'content.text')],
      [{ text: '\ud800' }, refused('invalid', 'content.text')],
      [{ text: 'x'.repeat(2001) }, says('不能超过2000个字：content.text')],
      [{ text: 'x', value: ['../../etc/passwd'] }, refused('not_found')],
      [{ text: 'x', value: [{}] }, refused('not_found')],
      [{ text: 'x', value: [`${'0'.repeat(32)}.jpg`] }, refused('not_found')],
      [{ text: 'x', value: [theirs.save_name] }, refused('not_found')],
      [
        { text: 'x', value: Array.from({ length: 10 }, (_, i) => `${i}${'0'.repeat(31)}.jpg`) },
        says(tooMany),
      ],
    ] as const) {
      await expect(ada.im.circle.sendMsg({ content }), JSON.stringify(content)).rejects.toMatchObject(
        refusal,
      );
    }
    expect(await kith.sql('select 1 from moments where author_id = $1', [ada.id])).toEqual([]);
    await ada.im.circle.sendMsg({ content: { text: 'x'.repeat(2000) } });
  });
});

describe('/im/circle/likeAction', () => {
  test('counts repeated likes once, and removes a like once', async () => {
    const { ada, bo } = await circle(kith);
    const id = await post(ada, 'hello');
    for (let i = 0; i < 3; i++)
      expect(await bo.im.circle.likeAction({ id, is_like: 1 })).toEqual({ action: 1 });
    const liked = { islike: 1, like: [{ uid: bo.id, username: 'bo' }] };
    expect(await seen(bo, id)).toMatchObject(liked);
    expect(await seen(ada, id)).toMatchObject({ ...liked, islike: 0 });
    expect(await news(ada)).toEqual([0, 1]);
    for (let i = 0; i < 2; i++)
      expect(await bo.im.circle.likeAction({ id, is_like: 0 })).toEqual({ action: 0 });
    expect(await seen(ada, id)).toMatchObject({ islike: 0, like: [] });
    expect(await news(ada)).toEqual([0, 0]);
  });

  test('toggles the like when a client omits the direction', async () => {
    const { ada } = await circle(kith);
    const id = await post(ada, 'hello');
    expect(await ada.im.circle.likeAction({ id })).toEqual({ action: 1 });
    expect(await ada.im.circle.likeAction({ id })).toEqual({ action: 0 });
    expect(await seen(ada, id)).toMatchObject({ islike: 0, like: [] });
  });

  test('counts a hundred likes of twenty people at once as twenty', async () => {
    const ada = await kith.person('ada');
    const friends = await Promise.all(Array.from({ length: 20 }, () => kith.person('friend')));
    for (const friend of friends) await kith.befriend(ada, friend);
    const id = await post(ada, 'hello');
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => friends[i % 20]!.im.circle.likeAction({ id, is_like: 1 })),
    );
    expect(new Set((await seen(ada, id))?.like.map(({ uid }) => uid)).size).toBe(20);
    expect((await seen(ada, id))?.like.length).toBe(20);
    expect(await news(ada)).toEqual([0, 20]);
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => friends[i % 15]!.im.circle.likeAction({ id, is_like: 0 })),
    );
    expect((await seen(ada, id))?.like.length).toBe(5);
    expect(await news(ada)).toEqual([0, 5]);
  });
});

describe('/im/circle/comment', () => {
  test("comments for the author, or replies to a comment, with the reader's remarks", async () => {
    const { ada, bo, cy } = await circle(kith);
    await kith.befriend(bo, cy);
    await cy.im.friend.setRemarks({ user_id: bo.id, content: '小博' });
    const id = await post(ada, 'hello');
    await bo.im.circle.comment({ id, message: '  lovely  ', chat_user_id: ada.id });
    await cy.im.circle.comment({ id, message: 'indeed', chat_user_id: bo.id });
    await ada.im.circle.comment({ id, message: 'thanks', chat_user_id: cy.id });
    await ada.im.circle.comment({ id, message: 'all of you' });
    const comments = [
      { uid: bo.id, username: '小博', reply: '', content: 'lovely' },
      { uid: cy.id, username: 'cy', reply: '回复小博', content: 'indeed' },
      { uid: ada.id, username: 'ada', reply: '回复cy', content: 'thanks' },
      { uid: ada.id, username: 'ada', reply: '', content: 'all of you' },
    ];
    expect((await seen(cy, id))?.comments).toEqual(comments);
  });

  test('hides likes and comments of people whom the reader does not know, and their names in replies', async () => {
    const { ada, bo, cy } = await circle(kith);
    const id = await post(ada, 'hello');
    await bo.im.circle.likeAction({ id, is_like: 1 });
    await bo.im.circle.comment({ id, message: 'from bo' });
    await cy.im.circle.comment({ id, message: 'from cy' });
    await ada.im.circle.comment({ id, message: 'to bo', chat_user_id: bo.id });
    const shown = async (who: typeof ada) =>
      (await seen(who, id))?.comments.map(({ reply, content }) => `${reply}:${content}`);
    expect(await shown(ada)).toEqual([':from bo', ':from cy', '回复bo:to bo']);
    expect(await shown(bo)).toEqual([':from bo', '回复bo:to bo']);
    expect(await shown(cy)).toEqual([':from cy', ':to bo']);
    expect((await seen(cy, id))?.like).toEqual([]);
    expect((await seen(bo, id))?.like).toEqual([{ uid: bo.id, username: 'bo' }]);
    // A person hidden from cy cannot be addressed by cy.
    await expect(cy.im.circle.comment({ id, message: 'hi', chat_user_id: bo.id })).rejects.toMatchObject(
      refused('not_found'),
    );
  });

  test('accepts 1 to 500 characters, and replies only to people who commented', async () => {
    const { ada, bo, dee } = await circle(kith);
    const id = await post(ada, 'hello');
    for (const message of ['', '   '])
      await expect(bo.im.circle.comment({ id, message })).rejects.toMatchObject(says('不能为空：message'));
    for (const message of ['x'.repeat(501), '😀'.repeat(501)])
      await expect(bo.im.circle.comment({ id, message })).rejects.toMatchObject(
        says('不能超过500个字：message'),
      );
    for (const chat_user_id of [bo.id, dee.id, 999_999_999])
      await expect(bo.im.circle.comment({ id, message: 'x', chat_user_id })).rejects.toMatchObject(
        refused('not_found'),
      );
    expect((await seen(bo, id))?.comments).toEqual([]);
    await bo.im.circle.comment({ id, message: '😀'.repeat(500) });
    await bo.im.circle.comment({ id, message: 'and to myself', chat_user_id: bo.id });
    expect((await seen(bo, id))?.comments.length).toBe(2);
  });

  test('counts forty parallel comments as forty', async () => {
    const { ada, bo, cy } = await circle(kith);
    const id = await post(ada, 'hello');
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        (i % 2 ? bo : cy).im.circle.comment({ id, message: `number ${i}`, chat_user_id: ada.id }),
      ),
    );
    expect((await seen(ada, id))?.comments.length).toBe(40);
    expect(await news(ada)).toEqual([0, 40]);
  });
});

describe('permission to react', () => {
  test('a moment hidden from the caller does not exist: of strangers, former friends, blocked and disabled accounts', async () => {
    const { ada, bo, cy, dee } = await circle(kith);
    const id = await post(ada, 'hello');
    await bo.im.circle.likeAction({ id, is_like: 1 });
    await bo.im.circle.comment({ id, message: 'hi' });
    const expectHidden = async (who: typeof ada, momentId: string) => {
      const gone = refused('not_found');
      await expect(who.im.circle.likeAction({ id: momentId, is_like: 1 })).rejects.toMatchObject(gone);
      await expect(who.im.circle.likeAction({ id: momentId, is_like: 0 })).rejects.toMatchObject(gone);
      await expect(who.im.circle.comment({ id: momentId, message: 'x' })).rejects.toMatchObject(gone);
      await expect(who.im.circle.delAction({ id: momentId })).rejects.toMatchObject(gone);
      await expect(who.im.get.circleDatas({ id: momentId })).rejects.toMatchObject(gone);
      await expect(who.im.upload.circleFileAction({ circle_id: momentId })).rejects.toMatchObject(gone);
      expect(await seen(who, momentId)).toBeUndefined();
    };
    for (const nonsense of [NOWHERE, '0'.repeat(24), 'x', `${id}0`, '0020000000000000'.padStart(24, '0')])
      await expectHidden(ada, nonsense);
    await expectHidden(dee, id);
    await block(kith, ada, cy);
    await expectHidden(cy, id);
    await kith.sql('delete from blocks where account_id = $1', [ada.id]);
    await block(kith, cy, ada);
    await expectHidden(cy, id);
    expect((await cy.im.get.circleData({ user_id: cy.id })).data).toEqual([]);
    await bo.im.remove.friend({ user_id: ada.id });
    await expectHidden(bo, id);
    expect(await seen(ada, id)).toMatchObject({ like: [], comments: [] });
    expect(await news(ada)).toEqual([0, 0]);

    const eve = await kith.person('eve');
    await kith.befriend(ada, eve);
    expect(await seen(eve, id)).toBeDefined();
    await setStatus(kith, ada, 'disabled');
    await expectHidden(eve, id);
  });

  test('an account without access to moments sees and receives only its own', async () => {
    const { ada, bo } = await circle(kith);
    const id = await post(ada, 'hello');
    const own = await post(bo, 'mine');
    expect(await news(bo)).toEqual([1, 0]);
    await kith.sql('update accounts set may_see_moments = false where id = $1', [bo.id]);
    expect(await seen(bo, id)).toBeUndefined();
    expect(await seen(bo, own)).toBeDefined();
    expect(await news(bo)).toEqual([0, 0]);
    await expect(bo.im.circle.likeAction({ id, is_like: 1 })).rejects.toMatchObject(refused('not_found'));
    await ada.im.circle.likeAction({ id: own, is_like: 1 });
    expect(await news(bo)).toEqual([0, 0]);
    expect(await bo.im.get.getUserInfo({})).toMatchObject({ q_permition: 0 });
    expect(await ada.im.get.getUserInfo({})).toMatchObject({ q_permition: 1 });
  });
});

describe('deleting: /im/action/delCircle, /im/circle/del, /im/circle/delAction and /im/circle/delMsg', () => {
  const ways = ['del', 'delAction', 'delMsg'] as const;

  test("each path also removes likes, comments and the author's notifications", async () => {
    const { ada, bo } = await circle(kith);
    const calls = [
      ...ways.map((way) => (id: string) => ada.im.circle[way]({ id })),
      (id: string) => ada.im.action.delCircle({ id }),
    ];
    for (const call of calls) {
      const id = await post(ada, 'hello');
      await bo.im.circle.likeAction({ id, is_like: 1 });
      await bo.im.circle.comment({ id, message: 'hi' });
      expect(await news(ada)).toEqual([0, 2]);
      expect(await news(bo)).toEqual([1, 0]);
      await call(id);
      expect(await news(ada)).toEqual([0, 0]);
      expect(await news(bo)).toEqual([0, 0]);
      expect(await seen(bo, id)).toBeUndefined();
      await expect(call(id)).rejects.toMatchObject(refused('not_found'));
    }
    for (const table of [
      'moments where author_id',
      'moment_likes where account_id',
      'moment_notices where account_id',
    ])
      expect(await kith.sql(`select 1 from ${table} in ($1, $2)`, [ada.id, bo.id])).toEqual([]);
  });

  test('/im/circle/del answers with a code', async () => {
    const { ada } = await circle(kith);
    const id = await post(ada, 'hello');
    const del = async () => (await kith.post('/im/circle/del', { _token: ada.token, id })).body;
    expect(await del()).toEqual({ code: 0, msg: 'success' });
    expect(await del()).toEqual({ err: 1, code: 1, msg: '内容不存在' });
  });

  test('friends are refused, strangers get not found, and one of ten parallel attempts succeeds', async () => {
    const { ada, bo, dee } = await circle(kith);
    const id = await post(ada, 'hello');
    await expect(bo.im.circle.delAction({ id })).rejects.toMatchObject(refused('forbidden'));
    await expect(dee.im.circle.delAction({ id })).rejects.toMatchObject(refused('not_found'));
    expect(await seen(bo, id)).toBeDefined();
    const all = await Promise.allSettled([
      ...Array.from({ length: 10 }, () => ada.im.circle.delAction({ id })),
      ...Array.from({ length: 10 }, () => bo.im.circle.likeAction({ id, is_like: 1 })),
      ...Array.from({ length: 10 }, () => bo.im.circle.comment({ id, message: 'x' })),
    ]);
    expect(all.slice(0, 10).filter(({ status }) => status === 'fulfilled').length).toBe(1);
    for (const result of all)
      if (result.status === 'rejected') expect(result.reason).toMatchObject(refused('not_found'));
    expect(await kith.sql('select 1 from moment_notices where account_id = $1', [ada.id])).toEqual([]);
  });
});
