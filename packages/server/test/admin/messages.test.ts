import { beforeEach, describe, expect, it } from 'vitest';
import { admin, type Params } from '@kith/contract';
import { addReason } from '@kith/core/moderation';
import { group, say, tell } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { makeTenant, operator } from '../im/operator.js';
import { sweep } from '../../src/workers/sweep.js';

const kith = useKith();
const reason = 'A report says that it began here.';
let moderator: Staff;
let owner: Staff;

beforeEach(async () => {
  [moderator, owner] = [await makeStaff(kith, 'moderator'), await makeStaff(kith, 'owner')];
});

type Range = Omit<Params<typeof admin.messages.open>, 'conversation' | 'reason'>;
const open = (conversation: string, range: Range = {}, by = moderator) =>
  by.ask('POST', '/admin/messages/openings', { conversation, reason, ...range });
const read = (id: number, by = moderator) => by.ask('GET', '/admin/messages/openings/{id}', { id });
const texts = async (id: number, by = moderator) => (await read(id, by)).messages.map(({ text }) => text);
async function opened(conversation: string, range: Range = {}): Promise<(string | undefined)[]> {
  return texts((await open(conversation, range)).id);
}
const audited = async (objectId: string) =>
  (await owner.ask('GET', '/admin/audit', { objectKind: 'conversation', objectId })).rows;

async function pair(): Promise<{ ada: Person; bo: Person; list_id: string }> {
  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  return { ada, bo, list_id: await kith.befriend(ada, bo) };
}

describe('POST /admin/messages/openings', () => {
  it('opens the newest messages, with a line of the audit log before anything is shown', async () => {
    const { ada, bo, list_id } = await pair();
    await say(ada, list_id, 'one');
    await say(bo, list_id, 'two');
    const opening = await open(list_id);
    expect(await audited(list_id)).toMatchObject([
      {
        action: 'messages.open',
        staffName: moderator.name,
        after: { kind: 'single', amount: 20, first: 1, last: 3, until: opening.until, why: reason },
      },
    ]);
    expect(opening).toMatchObject({ isCut: false });
    expect(await read(opening.id)).toMatchObject({
      conversation: list_id,
      until: opening.until,
      messages: [
        { seq: 2, senderId: ada.id, senderName: ada.username, type: 0, text: 'one', isRemoved: false },
        { seq: 3, senderId: bo.id, text: 'two' },
      ],
    });
  });

  it('opens entries around one, or those of a time; never more than 200', async () => {
    const { ada, list_id } = await pair();
    for (let index = 2; index <= 8; index++) await say(ada, list_id, String(index));
    expect(await opened(list_id, { amount: 3 })).toEqual(['6', '7', '8']);
    expect(await opened(list_id, { around: 4, amount: 3 })).toEqual(['3', '4', '5']);
    expect(await opened(list_id, { around: 8, amount: 5 })).toEqual(['6', '7', '8']);
    await expect(open(list_id, { around: 9 })).rejects.toMatchObject({ code: 'not_found' });

    const from = kith.server.deps.now() + 60_000;
    kith.advance(2 * 60_000);
    await say(ada, list_id, 'later');
    expect(await opened(list_id, { since: from, until: from + 24 * 3600_000 })).toEqual(['later']);
    expect(await opened(list_id, { since: from - 120_000, until: from })).toHaveLength(7);
    expect(await opened(list_id, { since: 0, until: 1000 })).toEqual([]);

    const crowd = await group(kith, [{ person: ada, role: 'owner' }, { person: await kith.person('bo') }]);
    const now = kith.server.deps.now();
    await kith.sql(
      `with c as (
         update conversations set last_seq = 301, message_count = 301 where replace(list_id::text, '-', '') = $1
         returning tenant_id, id
       ) insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
       select c.tenant_id, c.id, n, 'message', 0, $2, $3, n, json_build_object('text', n::text)::text
       from c, generate_series(2, 301) n`,
      [crowd, ada.id, now],
    );
    const cut = await open(crowd, { since: now - 1000, until: now + 1000 });
    const shown = await texts(cut.id);
    expect([cut.isCut, shown.length, shown[0], shown.at(-1)]).toEqual([true, 200, '102', '301']);
  });

  it.each<[string, Range & { reason?: string }, string]>([
    ['a time of more than 24 hours', { since: 1, until: 24 * 3600_000 + 2 }, 'until'],
    ['a time without an end', { since: 1 }, 'until'],
    ['a time without a beginning', { until: 1 }, 'since'],
    ['a time that ends before it begins', { since: 5, until: 5 }, 'until'],
    ['both forms', { since: 1, until: 2, around: 1 }, 'around'],
    ['more than 200 entries', { amount: 201 }, 'amount'],
    ['a blank reason', { reason: ' ' }, 'reason'],
  ])('refuses %s, and logs nothing', async (_name, given, field) => {
    const { list_id } = await pair();
    const refusal = moderator.ask('POST', '/admin/messages/openings', {
      conversation: list_id,
      reason,
      ...given,
    });
    await expect(refusal).rejects.toMatchObject({ code: 'invalid', field });
    expect(await audited(list_id)).toEqual([]);
  });

  it('asks for a fresh proof of identity, and knows no conversation of another tenant', async () => {
    const { list_id } = await pair();
    const stranger = await makeStaff(kith, 'owner', { tenant: await makeTenant(kith) });
    await expect(open(list_id, {}, stranger)).rejects.toMatchObject({ code: 'not_found' });
    const late = await makeStaff(kith, 'moderator');
    kith.advance(6 * 60_000);
    await expect(open(list_id, {}, late)).rejects.toMatchObject({ code: 'step_up_required' });
  });
});

it('GET /admin/messages/openings lists the own ones while they are open', async () => {
  const { list_id } = await pair();
  const [first, second] = [await open(list_id), await open(list_id)];
  await open(list_id, {}, owner);
  const listed = () => moderator.ask('GET', '/admin/messages/openings');
  const row = ({ id, until }: { id: number; until: number }) => ({ id, conversation: list_id, until });
  expect(await listed()).toEqual([row(second), row(first)]);
  await moderator.ask('DELETE', '/admin/messages/openings/{id}', { id: second.id });
  expect(await listed()).toEqual([row(first)]);
  kith.advance(15 * 60_000);
  expect(await listed()).toEqual([]);
});

describe('GET /admin/messages/openings/{id}', () => {
  it('shows nothing to others, after 15 minutes, or after DELETE /admin/messages/openings/{id}', async () => {
    const { ada, list_id } = await pair();
    await say(ada, list_id, 'one');
    const { id } = await open(list_id);
    await expect(read(id, owner)).rejects.toMatchObject({ code: 'not_found' });
    const close = (by: Staff) => by.ask('DELETE', '/admin/messages/openings/{id}', { id });
    await expect(close(owner)).rejects.toMatchObject({ code: 'not_found' });
    const outcomes = await Promise.allSettled([close(moderator), close(moderator)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(read(id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await audited(list_id)).map(({ action }) => action)).toEqual(['messages.close', 'messages.open']);

    const reader = await makeStaff(kith, 'moderator');
    const again = await open(list_id, {}, reader);
    kith.advance(15 * 60_000 - 1000);
    expect(await texts(again.id, reader)).toEqual(['one']);
    kith.advance(1000);
    await expect(read(again.id, reader)).rejects.toMatchObject({ code: 'not_found' });
    await sweep(kith.server.deps);
    expect(await kith.sql('select from message_openings where id = $1', [again.id])).toEqual([]);
  });

  it('shows an anonymous message under its alias, without its author', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const club = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }]);
    await say(bo, club, 'in secret');
    await kith.sql(
      `update entries e set alias = 'Masked 7' from conversations c
       where c.id = e.conversation_id and replace(c.list_id::text, '-', '') = $1 and e.sender_id = $2 and e.kind = 'message'`,
      [club, bo.id],
    );
    const { messages } = await read((await open(club)).id);
    expect(messages).toMatchObject([{ alias: 'Masked 7', text: 'in secret' }]);
    expect(JSON.stringify(messages)).not.toContain(bo.username);
    expect(messages[0]).not.toHaveProperty('senderId');
  });

  it('shows the original of a removed message while evidence of it is kept, and the name of a file but no address', async () => {
    const { ada, list_id } = await pair();
    const { msg } = await say(ada, list_id, 'regretted');
    await tell(ada, list_id, 10, { latitude: 25, longitude: 121, name: 'Taipei' });
    await ada.im.message.withdraw({ list_id, msg_id: msg.id });
    const { id } = await open(list_id);
    expect((await read(id)).messages).toMatchObject([
      { text: 'regretted', isRemoved: true },
      { type: 10, text: 'Taipei', isRemoved: false },
    ]);
    await kith.sql('delete from evidence_files');
    await kith.sql('delete from case_evidence');
    await kith.sql('delete from evidence');
    const [gone] = (await read(id)).messages;
    expect(gone).toMatchObject({ isRemoved: true });
    expect(gone).not.toHaveProperty('text');
  });

  it('without the permission for child safety, evidence of such a case looks like a removed message', async () => {
    const childSafety = await addReason(await operator(kith, 1), {
      kind: 'report',
      tag: 'child',
      needsText: false,
      isChildSafety: true,
      title: 'A child is in danger',
      description: 'Somebody hurts a child.',
    });
    const { ada, bo, list_id } = await pair();
    const { msg } = await say(ada, list_id, 'of a case');
    await say(ada, list_id, 'of none');
    await bo.api.chat.friendship_block({ target_id: ada.id, action: 'report', block_reason_id: childSafety });
    await kith.sql(
      `with kept as (
         insert into evidence (tenant_id, conversation_id, seq, sender_id, type, content, reason, sent_at, kept_at, remove_at)
         select tenant_id, conversation_id, seq, sender_id, type, content, 'reported', sent_at, 1, 9e15 from entries
         where sender_id = $1 and content like '%of a case%' returning tenant_id, id
       ) insert into case_evidence (tenant_id, report_id, evidence_id)
       select k.tenant_id, r.id, k.id from kept k, reports r where r.target_id = $1 and r.is_child_safety`,
      [ada.id],
    );
    expect(await opened(list_id)).toEqual([undefined, 'of none']);
    expect(await texts((await open(list_id, {}, owner)).id, owner)).toEqual(['of a case', 'of none']);
    await ada.im.message.withdraw({ list_id, msg_id: msg.id });
    expect(await opened(list_id)).toEqual([undefined, 'of none']);
    expect(await texts((await open(list_id, {}, owner)).id, owner)).toEqual(['of a case', 'of none']);
  });

  it('changes nothing for the members: no read position, no unlocked message', async () => {
    const { ada, bo, list_id } = await pair();
    await say(ada, list_id, 'unread');
    const unread = async () => (await bo.im.get.chatList()).data.map(({ no_reader_num }) => no_reader_num);
    expect(await opened(list_id)).toEqual(['unread']);
    expect(await unread()).toEqual([1]);
  });
});

describe('GET /admin/messages/conversations', () => {
  it('lists the conversations of a person in pages, without a message', async () => {
    const { ada, bo, list_id } = await pair();
    await say(bo, list_id, 'a private word');
    kith.advance(1000);
    const club = await group(kith, [{ person: bo, role: 'owner' }, { person: ada }]);
    await say(bo, club, 'another');
    const list = (by: Staff, after?: string) =>
      by.ask('GET', '/admin/messages/conversations', { person: ada.id, ...(after && { after }) });
    const { rows, next } = await list(moderator);
    expect([rows, next]).toMatchObject([
      [
        { id: club, kind: 'group', messages: 1, hasLeft: false },
        { id: list_id, kind: 'single', otherId: bo.id, otherName: bo.username, messages: 1 },
      ],
      undefined,
    ]);
    expect(rows[0]).not.toHaveProperty('otherId');
    expect(JSON.stringify(rows)).not.toContain('private');

    await kith.sql(
      `with made as (
         insert into conversations (tenant_id, list_id, kind, name, message_count, created_at)
         select 1, gen_random_uuid(), 'group', 'Many ' || n, 1, 7 from generate_series(1, 60) n returning id
       ) insert into members (tenant_id, conversation_id, account_id, created_at) select 1, id, $1, 7 from made`,
      [ada.id],
    );
    const first = await list(moderator);
    const second = await list(moderator, first.next);
    const ids = [...first.rows, ...second.rows].map(({ id }) => id);
    expect([new Set(ids).size, second.next]).toEqual([62, undefined]);
    const stranger = await makeStaff(kith, 'owner', { tenant: await makeTenant(kith) });
    await expect(list(stranger)).rejects.toMatchObject({ code: 'not_found' });
  });
});
