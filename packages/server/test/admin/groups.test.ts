import { beforeAll, describe, expect, it } from 'vitest';
import { admin, type Params } from '@kith/contract';
import { group, say } from '../conversations/chatting.js';
import { lines, makeClub, membersOf } from '../groups/people.js';
import { useKith } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { makeTenant, setStatus } from '../im/operator.js';

const kith = useKith({ nodes: { count: 2, bus: 'postgres' } });
const reason = 'Its owner is gone.';
let moderator: Staff;

beforeAll(async () => {
  moderator = await makeStaff(kith, 'moderator');
});

/** The names of the groups that a filter finds. */
async function found(filter: Params<typeof admin.groups.list>, by = moderator): Promise<string[]> {
  return (await by.ask('GET', '/admin/groups', filter)).rows.map(({ name }) => name);
}

async function audited(objectId: string) {
  const owner = await makeStaff(kith, 'owner');
  return (await owner.ask('GET', '/admin/audit', { objectKind: 'group', objectId })).rows;
}

async function rename(id: string, name: string): Promise<void> {
  await kith.sql("update conversations set name = $2 where replace(list_id::text, '-', '') = $1", [id, name]);
}

describe('GET /admin/groups', () => {
  it('finds by id, a part of the name, owner, size and state, in each order, in the own tenant only', async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    const small = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }]);
    kith.advance(1000);
    const large = await group(kith, [{ person: bo, role: 'owner' }, { person: ada }, { person: cy }]);
    kith.advance(1000);
    await rename(small, 'Tea 100% at five');
    await rename(large, 'Tea at six');
    await say(ada, small, 'hello');

    expect(await found({ text: 'TEA ' })).toEqual(['Tea at six', 'Tea 100% at five']);
    expect(await found({ text: 'tea', order: 'members' })).toEqual(['Tea at six', 'Tea 100% at five']);
    expect(await found({ text: 'tea', order: 'active' })).toEqual(['Tea 100% at five', 'Tea at six']);
    expect(await found({ text: '0%' })).toEqual(['Tea 100% at five']);
    expect(await found({ text: 'Tea_' })).toEqual([]);
    expect(await found({ text: small.toUpperCase() })).toEqual(['Tea 100% at five']);
    expect(await found({ owner: bo.id })).toEqual(['Tea at six']);
    expect(await found({ text: 'tea', minMembers: 3 })).toEqual(['Tea at six']);
    await bo.im.message.removeGroup({ list_id: large });
    expect(await found({ text: 'tea', state: 'open' })).toEqual(['Tea 100% at five']);
    expect(await found({ text: 'tea', state: 'closed' })).toEqual(['Tea at six']);

    const { rows } = await moderator.ask('GET', '/admin/groups', { text: small });
    expect(rows).toEqual([
      expect.objectContaining({ id: small, ownerId: ada.id, ownerName: ada.username, members: 2 }),
    ]);
    expect(JSON.stringify(rows)).not.toContain('hello');
    const stranger = await makeStaff(kith, 'owner', { tenant: await makeTenant(kith) });
    expect(await found({ text: small }, stranger)).toEqual([]);
  });

  it('pages through groups of the same age without leaving one out', async () => {
    await kith.sql(
      `with made as (
         insert into conversations (tenant_id, list_id, kind, name, created_at)
         select 1, gen_random_uuid(), 'group', 'Crowd ' || n, 7 from generate_series(1, 101) n returning id
       ) insert into groups (tenant_id, conversation_id) select 1, id from made`,
    );
    const names = new Set<string>();
    const filter = { text: 'Crowd' };
    let after: string | undefined;
    const sizes: number[] = [];
    do {
      const page = await moderator.ask('GET', '/admin/groups', { ...filter, ...(after && { after }) });
      for (const { name } of page.rows) names.add(name);
      sizes.push(page.rows.length);
      after = page.next;
    } while (after !== undefined);
    expect([sizes, names.size]).toEqual([[50, 50, 1], 101]);
  });

  it.each(['x', '-1', '1-', '1e3-4'])('refuses the place %s', async (after) => {
    await expect(moderator.ask('GET', '/admin/groups', { after })).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('the page of a group', () => {
  it('GET /admin/groups/{id}: shows settings and notices without messages; GET /admin/groups/{id}/members: its members in pages', async () => {
    const { ada, bo, cy, dee, list_id } = await makeClub(kith);
    await say(cy, list_id, 'a private word');
    await ada.im.message.setGroupAdmin({ list_id, type: 2, users: [dee.id], is_msg: 1 });
    await kith.sql(
      `insert into group_notices (tenant_id, conversation_id, author_id, content, is_top, created_at, updated_at)
       select tenant_id, id, $2, 'Be kind.', true, 5, 5 from conversations where replace(list_id::text, '-', '') = $1`,
      [list_id, ada.id],
    );
    const shown = await moderator.ask('GET', '/admin/groups/{id}', { id: list_id });
    expect(shown).toMatchObject({
      id: list_id,
      ownerId: ada.id,
      members: 4,
      messages: 1,
      needsApproval: false,
      notices: [{ content: 'Be kind.', isTop: true, createdAt: 5 }],
    });
    expect(JSON.stringify(shown)).not.toContain('private');
    const { rows, next } = await moderator.ask('GET', '/admin/groups/{id}/members', { id: list_id });
    expect([rows.map(({ id }) => id), next]).toEqual([[ada.id, bo.id, cy.id, dee.id], undefined]);
    expect(rows.map(({ mutedUntil }) => mutedUntil !== undefined)).toEqual([false, false, false, true]);
    await expect(moderator.ask('GET', '/admin/groups/{id}', { id: 'f'.repeat(32) })).rejects.toMatchObject({
      code: 'not_found',
    });
    const other = await kith.befriend(await kith.person('eve'), await kith.person('fay'));
    await expect(moderator.ask('GET', '/admin/groups/{id}', { id: other })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('GET /admin/groups/{id}/members pages through many', async () => {
    const { ada, list_id } = await makeClub(kith);
    await kith.sql(
      `with crowd as (
         insert into accounts (tenant_id, username, username_key, folded_username, nickname, letter, grams, signature, sex,
           created_at, updated_at, last_seen_at)
         select 1, 'many' || n, 'many' || n, 'many' || n, '', '#', '{}', '', 0, 1, 1, 1 from generate_series(1, 97) n
         returning id
       ) insert into members (tenant_id, conversation_id, account_id, created_at)
       select 1, c.id, w.id, 9 from conversations c, crowd w where replace(c.list_id::text, '-', '') = $1`,
      [list_id],
    );
    const first = await moderator.ask('GET', '/admin/groups/{id}/members', { id: list_id });
    const second = await moderator.ask('GET', '/admin/groups/{id}/members', {
      id: list_id,
      after: first.next!,
    });
    const third = await moderator.ask('GET', '/admin/groups/{id}/members', {
      id: list_id,
      after: second.next!,
    });
    const ids = [first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id));
    expect([ids.length, new Set(ids).size, ids[0], third.next]).toEqual([101, 101, ada.id, undefined]);
  });
});

describe('PUT /admin/groups/{id}/owner', () => {
  it('hands a group over to an active member, whom all nodes tell; the audit log has the reason', async () => {
    const { ada, bo, cy, dee, eve, list_id } = await makeClub(kith);
    // The sockets of one person are at both nodes.
    const atBoth = [await dee.socket(), await dee.socket()];
    await moderator.ask('PUT', '/admin/groups/{id}/owner', { id: list_id, to: cy.id, reason });
    for (const socket of atBoth) await socket.next('chatData');
    expect(await membersOf(dee, list_id)).toMatchObject({ [ada.id]: 0, [bo.id]: 1, [cy.id]: 2 });
    expect((await lines(dee, list_id)).at(-1)).toContain('cy');
    const [row] = await audited(list_id);
    expect(row).toMatchObject({
      action: 'groups.hand_over',
      staffName: moderator.name,
      before: { ownerId: ada.id },
      after: { ownerId: cy.id, why: reason },
    });

    await setStatus(kith, dee, 'frozen');
    for (const to of [dee.id, eve.id, 99_999_999])
      await expect(
        moderator.ask('PUT', '/admin/groups/{id}/owner', { id: list_id, to, reason }),
      ).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      moderator.ask('PUT', '/admin/groups/{id}/owner', { id: list_id, to: bo.id, reason: '  ' }),
    ).rejects.toMatchObject({ code: 'invalid', field: 'reason' });
    expect(await audited(list_id)).toHaveLength(1);
  });
});

describe('DELETE /admin/groups/{id}', () => {
  it('closes a group: all members are told at every node, its owner too; of two at once one is logged', async () => {
    const { ada, bo, list_id } = await makeClub(kith);
    const sockets = [await ada.socket(), await ada.socket(), await bo.socket()];
    const close = () => moderator.ask('DELETE', '/admin/groups/{id}', { id: list_id, reason });
    const outcomes = await Promise.allSettled([close(), close(), close()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const socket of sockets) expect(await socket.next('removeGroup')).toMatchObject({ list_id });
    await expect(say(bo, list_id, 'hello')).rejects.toMatchObject({ err: 1 });
    expect(await audited(list_id)).toEqual([
      expect.objectContaining({ action: 'groups.close', before: { members: 4 }, after: { why: reason } }),
    ]);
    const shown = await moderator.ask('GET', '/admin/groups/{id}', { id: list_id });
    expect([shown.members, shown.ownerId, typeof shown.closedAt]).toEqual([0, undefined, 'number']);
    await expect(close()).rejects.toMatchObject({ code: 'not_found' });
  });
});
