import { addReason } from '@kith/core/moderation';
import { beforeAll, describe, expect, it } from 'vitest';
import { say, threePeople } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { makeTenant, operator } from '../im/operator.js';

const kith = useKith();

/** Refusals as a client receives them. */
const noPermission = { status: 400, code: 400403, message: 'permission error' };
const noData = { status: 400, code: 400404, message: 'data not found' };
const broken = (message: string) => ({ status: 400, code: 400101, message });
const REPORTS = '11/12/13/14';

const cases = (target: Person) =>
  kith.sql<{ reporter_id: number; reason_id: number; text: string }>(
    'select reporter_id, reason_id, text from reports where target_id = $1 and is_case order by id',
    [target.id],
  );
const blocks = (by: Person) =>
  kith.sql<{ blocked_id: number }>('select blocked_id from blocks where account_id = $1', [by.id]);
const act = (who: Person, action: 'block' | 'cancel' | 'ban' | 'report', whom: Person, more: object = {}) =>
  who.api.chat.friendship_block({ target_id: whom.id, action, ...more });
const recordOf = (who: Person, whom: Person) => who.api.chat.friendship_blockReasons({ target_id: whom.id });

describe('GET /api/chat/getBlockReasonsList', () => {
  it('returns the five reasons of the document to everybody, in order', async () => {
    const ada = await kith.person('ada');
    const list = await ada.api.chat.getBlockReasonsList();
    expect(list.map(({ id, tag, reason_type, need_text }) => [id, tag, reason_type, need_text])).toEqual([
      ['10', 'block_user', 'ban', false],
      ['11', 'info', 'report', false],
      ['12', 'scam', 'report', false],
      ['13', 'fake', 'report', false],
      ['14', 'other_info', 'report', true],
    ]);
    expect(list[4]).toMatchObject({ title: '其他', description: '告訴我們他做了什麼?' });
  });

  it('also works for a tenant created later; its own reasons do not exist elsewhere', async () => {
    const tenant = await makeTenant(kith);
    const [ada, bo] = [await kith.person('ada', { tenant }), await kith.person('bo', { tenant })];
    expect(await ada.api.chat.getBlockReasonsList()).toHaveLength(5);
    const spam = {
      kind: 'report',
      tag: 'spam',
      needsText: false,
      isChildSafety: false,
      title: 'Spam',
      description: 'Spam',
    } as const;
    const id = await addReason(await operator(kith, tenant), spam);
    expect(id).toBe(100);
    await act(ada, 'report', bo, { block_reason_id: id });
    const { ada: other, bo: target } = await threePeople(kith);
    await expect(act(other, 'report', target, { block_reason_id: id })).rejects.toMatchObject(
      broken(`參數驗證錯誤:block_reason_id => white_list:${REPORTS}, value=100`),
    );
  });
});

describe('POST /api/chat/friendship_block', () => {
  let ada: Person;
  let bo: Person;
  let cy: Person;
  beforeAll(async () => {
    ({ ada, bo, cy } = await threePeople(kith));
  });

  it('reports missing parameters first, in the order of the document, then the first broken rule', async () => {
    const ask = async (fields: object) => {
      const { status, body } = await kith.ask('POST', '/api/chat/friendship_block', {
        api_token: ada.token,
        ...fields,
      });
      return { status, code: body.code, message: body.message };
    };
    const user_id = ada.id;
    const target_id = bo.id;
    expect(await ask({})).toEqual(broken('必要參數未傳:user_id'));
    expect(await ask({ user_id })).toEqual(broken('必要參數未傳:target_id'));
    expect(await ask({ user_id, target_id: ' ' })).toEqual(broken('必要參數未傳:target_id'));
    expect(await ask({ user_id, target_id })).toEqual(broken('必要參數未傳:action'));
    expect(await ask({ user_id, target_id: 'x', action: 'eat' })).toEqual(
      broken('參數驗證錯誤:target_id => integer, value=x'),
    );
    expect(await ask({ user_id, target_id, action: 'eat' })).toEqual(
      broken('參數驗證錯誤:action => white_list:block/cancel/ban/report, value=eat'),
    );
    expect(await ask({ user_id: bo.id, target_id, action: 'ban' })).toMatchObject({ code: 400402 });
    for (const action of ['report', 'block'])
      expect(await ask({ user_id, target_id, action })).toEqual(broken('必要參數未傳:block_reason_id'));
    expect(await ask({ user_id, target_id: ada.id, action: 'ban' })).toEqual(
      broken(`參數驗證錯誤:target_id => not_self, value=${ada.id}`),
    );
    expect(await ask({ user_id, target_id: ada.id, action: 'cancel' })).toEqual(
      broken(`參數驗證錯誤:target_id => not_self, value=${ada.id}`),
    );
    expect(await ask({ user_id, target_id, action: 'report', block_reason_id: 10 })).toEqual(
      broken(`參數驗證錯誤:block_reason_id => white_list:${REPORTS}, value=10`),
    );
    expect(await ask({ user_id, target_id, action: 'ban', block_reason_id: 11 })).toEqual(
      broken('參數驗證錯誤:block_reason_id => white_list:10, value=11'),
    );
    expect(await ask({ user_id, target_id, action: 'block', block_reason_id: 99 })).toEqual(
      broken(`參數驗證錯誤:block_reason_id => white_list:10/${REPORTS}, value=99`),
    );
    for (const report_text of ['', '  '])
      expect(await ask({ user_id, target_id, action: 'report', block_reason_id: 14, report_text })).toEqual(
        broken('必要參數未傳:report_text'),
      );
    // The response never shows the reported text.
    const long = 'x'.repeat(1001);
    expect(
      await ask({ user_id, target_id, action: 'report', block_reason_id: 14, report_text: long }),
    ).toEqual(broken('參數驗證錯誤:report_text => max_length:1000'));
    expect(await blocks(ada)).toEqual([]);
    expect(await cases(bo)).toEqual([]);
  });

  it.each(['ban', 'report', 'block', 'cancel'] as const)(
    '%s refuses an unknown id and an id of another tenant in the same way',
    async (action) => {
      const stranger = await kith.person('stranger', { tenant: await makeTenant(kith) });
      for (const target_id of [999_999_999, stranger.id, 2_147_483_647])
        await expect(
          ada.api.chat
            .friendship_block({ target_id, action, block_reason_id: 11 })
            .catch((error: unknown) => {
              // The reason would be wrong for a ban, which is checked first.
              if (action !== 'ban') throw error;
              return ada.api.chat.friendship_block({ target_id, action });
            }),
        ).rejects.toMatchObject(noData);
    },
  );

  it('bans, repeats a ban, ends it, and refuses to end a missing one', async () => {
    expect(await act(ada, 'ban', cy)).toEqual({ status: true });
    expect(await act(ada, 'ban', cy, { block_reason_id: 10, report_text: 'again' })).toEqual({
      status: true,
    });
    expect(await blocks(ada)).toEqual([{ blocked_id: cy.id }]);
    expect(await recordOf(ada, cy)).toMatchObject({
      channel_id: '',
      user_id: ada.id,
      target_id: cy.id,
      block_reason_id: 10,
      block_from: 'forum',
      reason_type: 'ban',
      need_text: false,
      tag: 'block_user',
      title: '封鎖這個用戶',
      report_text: '',
      bucket_id: null,
      judged_at: null,
      is_banned: '1',
    });
    expect(await act(ada, 'cancel', cy)).toEqual({ status: true });
    expect(await act(ada, 'cancel', cy)).toEqual({ status: false });
    expect(await blocks(ada)).toEqual([]);
    await expect(recordOf(ada, cy)).rejects.toMatchObject(noPermission);
  });

  it('opens a case with the reported texts and hides nothing; repeating the report opens none', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await say(bo, list_id, 'send me money');
    expect(await act(ada, 'report', bo, { block_reason_id: 12, report_text: ' he wants money ' })).toEqual({
      status: true,
    });
    expect(await act(ada, 'report', bo, { block_reason_id: 12, report_text: 'again' })).toEqual({
      status: true,
    });
    expect(await cases(bo)).toEqual([{ reporter_id: ada.id, reason_id: 12, text: 'he wants money' }]);
    expect(await blocks(ada)).toEqual([]);
    const [stored] = await kith.sql<{ id: number; snapshot: { profile: object; messages: object[] } }>(
      'select c.id, p.snapshot from reports p join conversations c on c.low_id = $1 and c.high_id = $2 where p.target_id = $3',
      [Math.min(ada.id, bo.id), Math.max(ada.id, bo.id), bo.id],
    );
    expect(stored?.snapshot.profile).toMatchObject({ username: bo.username, nickname: 'bo' });
    expect(stored?.snapshot.messages).toMatchObject([
      { senderId: bo.id, content: { text: 'send me money' } },
    ]);
    const record = await recordOf(ada, bo);
    expect(record).toMatchObject({ reason_type: 'report', channel_id: String(stored?.id), is_banned: '0' });
    expect(record.created_at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    // A report is not a ban, so there is nothing to end.
    expect(await act(ada, 'cancel', bo)).toEqual({ status: false });
    // Another reason opens another case.
    await act(ada, 'report', bo, { block_reason_id: 14, report_text: 'and rude' });
    expect((await cases(bo)).map((row) => row.reason_id)).toEqual([12, 14]);
  });

  it('`block` bans and reports; its end keeps the report', async () => {
    const { ada, bo } = await threePeople(kith);
    expect(await act(ada, 'block', bo, { block_reason_id: 13 })).toEqual({ status: true });
    expect(await recordOf(ada, bo)).toMatchObject({ block_reason_id: 13, is_banned: '1' });
    expect(await act(ada, 'cancel', bo)).toEqual({ status: true });
    expect(await recordOf(ada, bo)).toMatchObject({ block_reason_id: 13, is_banned: '0' });
    expect(await cases(bo)).toHaveLength(1);
  });

  it('`block` with a ban reason also opens a case, even after a ban', async () => {
    const { ada, bo, cy } = await threePeople(kith);
    await act(ada, 'ban', bo);
    expect(await cases(bo)).toEqual([]);
    for (const whom of [bo, cy]) {
      await act(ada, 'block', whom, { block_reason_id: 10, report_text: 'enough' });
      expect(await cases(whom)).toEqual([{ reporter_id: ada.id, reason_id: 10, text: 'enough' }]);
    }
  });

  it("accepts a ban and a report of an account that the caller's own ban hides", async () => {
    const { ada, bo } = await threePeople(kith);
    await act(bo, 'ban', ada);
    expect(await act(ada, 'report', bo, { block_reason_id: 11 })).toEqual({ status: true });
    expect(await act(ada, 'ban', bo)).toEqual({ status: true });
    // Ada's ban ended, bo's still exists.
    expect(await act(ada, 'cancel', bo)).toEqual({ status: true });
    await expect(ada.im.get.details({ user_id: bo.id })).rejects.toMatchObject({ err: 1 });
    expect(await blocks(bo)).toEqual([{ blocked_id: ada.id }]);
  });

  it('makes of fifty parallel requests one ban and one case, and ends the ban once', async () => {
    const { ada, bo } = await threePeople(kith);
    const fifty = <T>(what: () => Promise<T>) => Promise.all(Array.from({ length: 50 }, what));
    await fifty(() => act(ada, 'report', bo, { block_reason_id: 11 }));
    expect(await cases(bo)).toHaveLength(1);
    await fifty(() => act(ada, 'ban', bo));
    expect(await blocks(ada)).toHaveLength(1);
    const ends = await fifty(() => act(ada, 'cancel', bo));
    expect(ends.filter(({ status }) => status)).toHaveLength(1);
    expect(
      await kith.sql('select 1 from reports where target_id = $1 and state = $2', [bo.id, 'open']),
    ).toHaveLength(1);
  });

  it('two people who ban each other at the same moment both succeed', async () => {
    const { ada, bo } = await threePeople(kith);
    await Promise.all([
      act(ada, 'block', bo, { block_reason_id: 11 }),
      act(bo, 'block', ada, { block_reason_id: 11 }),
    ]);
    expect([await blocks(ada), await blocks(bo)]).toEqual([
      [{ blocked_id: bo.id }],
      [{ blocked_id: ada.id }],
    ]);
  });
});

describe('hostile values', () => {
  it.each<[string, object, number]>([
    ['a list as an id', { target_id: [1, 2] }, 400404],
    ['an object as an id', { target_id: { $ne: 1 } }, 400101],
    ['an id below 0', { target_id: -1 }, 400101],
    ['a fractional id', { target_id: 1.5 }, 400101],
    ['an id beyond all integers', { target_id: '9'.repeat(19) }, 400404],
    ['a longer id', { target_id: '9'.repeat(20) }, 400101],
    ['a reason beyond all integers', { block_reason_id: '9'.repeat(19) }, 400101],
    ['a word as a reason', { block_reason_id: 'constructor' }, 400101],
    ['an action named like a prototype member', { action: '__proto__' }, 400101],
    ['a text with a NUL', { report_text: 'a\u0000b' }, 400101],
    ['a text with an unpaired surrogate', { report_text: '\ud800' }, 400101],
    ['an object as a text', { report_text: { a: 1 } }, 400101],
  ])('%s', async (_what, change, code) => {
    const ada = await kith.person('ada');
    const fields = { target_id: 999_999_999, action: 'report', block_reason_id: 14, report_text: 'x' };
    const { status, body } = await kith.post('/api/chat/friendship_block', undefined, {
      body: JSON.stringify({ api_token: ada.token, user_id: ada.id, ...fields, ...change }),
      headers: { 'content-type': 'application/json' },
    });
    expect([status, body.code]).toEqual([400, code]);
  });
});

describe('GET /api/chat/friendship_blockReasons', () => {
  it('shows the newest record of the caller, and never the records of others', async () => {
    const { ada, bo, cy } = await threePeople(kith);
    await act(ada, 'report', bo, { block_reason_id: 11 });
    await act(ada, 'ban', bo, { report_text: 'test' });
    expect(await recordOf(ada, bo)).toMatchObject({
      block_reason_id: 10,
      report_text: 'test',
      is_banned: '1',
    });
    await act(ada, 'cancel', bo);
    expect(await recordOf(ada, bo)).toMatchObject({ block_reason_id: 11, is_banned: '0' });
    for (const who of [bo, cy]) await expect(recordOf(who, bo)).rejects.toMatchObject(noPermission);
    await expect(recordOf(cy, ada)).rejects.toMatchObject(noPermission);
    await expect(cy.api.chat.friendship_blockReasons({ target_id: 999_999_999 })).rejects.toMatchObject(
      noPermission,
    );
  });
});
