import { describe, expect, it } from 'vitest';
import type { realtime } from '@kith/contract';
import { plainPasswords, refused, say, texts } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { inLockOrder } from '../harness/lock-order.js';
import { block, punish } from '../im/operator.js';
import { ask, say as sayAt } from '../realtime/support.js';
import { makeClub } from './people.js';

// A test holds a transaction beside those of requests.
const kith = useKith({
  config: { databaseConnections: 5 },
  overrides: { ports: { passwords: plainPasswords } },
});

const remove = (by: Person, list_id: string, whom: Person) => () =>
  by.im.message.removeChat({ list_id, users: [whom.id] });
const done = { status: 'fulfilled' };
const rejected = (reason: object) => ({ status: 'rejected', reason });

describe('a role that ends before the lock permits nothing after it', () => {
  it('a former owner does not destroy the history', async () => {
    const { ada, cy, list_id } = await makeClub(kith);
    await say(cy, list_id, 'hello');
    const [transferred, destroyed] = await inLockOrder(
      kith,
      list_id,
      () => ada.im.vendor.transferQun({ list_id, trans_user_id: cy.id }),
      () => ada.im.group.xiaoHuiMessage({ list_id }),
    );
    expect(transferred).toMatchObject(done);
    expect(destroyed).toMatchObject(rejected(refused.forbidden));
    expect(await texts(cy, list_id)).toEqual(['hello']);
  });

  it.each<[string, (ada: Person, list_id: string, bo: Person) => () => Promise<unknown>, object]>([
    [
      'demoted',
      (ada, list_id) => () => ada.im.message.setGroupAdmin({ list_id, type: 1, users: [] }),
      refused.forbidden,
    ],
    ['removed', remove, refused.notFound],
  ])("an admin who was %s does not recall a member's messages", async (_name, end, refusal) => {
    const { ada, bo, cy, list_id } = await makeClub(kith);
    await say(cy, list_id, 'hello');
    const [ended, recalled] = await inLockOrder(kith, list_id, end(ada, list_id, bo), () =>
      bo.im.message.withdraw({ list_id, type: 2, msg_id: String(cy.id) }),
    );
    expect(ended).toMatchObject(done);
    expect(recalled).toMatchObject(rejected(refusal));
    expect(await texts(cy, list_id)).toEqual(['hello']);
  });
});

describe('a member who is removed or silenced before the lock changes nothing after it', () => {
  type Change = realtime.Edit | realtime.Recall | realtime.React | realtime.Pin;
  const changes: [string, (to: string, id: string) => Change][] = [
    ['reacts to', (to, id) => ({ t: 'react', to, id, emoji: '👍', on: true })],
    ['edits', (to, id) => ({ t: 'edit', to, id, content: { text: 'good evening' } })],
    ['pins', (to, id) => ({ t: 'pin', to, id, on: true })],
  ];

  /** What ada does to bo, and then a change by bo of bo's own message; returns the answer and what follows the message. */
  async function changeAfter(
    act: (ada: Person, list_id: string, bo: Person) => () => Promise<unknown>,
    change: (to: string, id: string) => Change,
  ) {
    const { ada, bo, list_id } = await makeClub(kith);
    const socket = await bo.v1();
    const { id, seq } = await sayAt(socket, list_id, 'good morning');
    const [acted, answer] = await inLockOrder(kith, list_id, act(ada, list_id, bo), () =>
      ask(socket, change(list_id, id)),
    );
    expect(acted).toMatchObject(done);
    const [later] = await kith.sql<{ kinds: string[] | null }>(
      `select array_agg(e.kind::text order by e.seq) as kinds from entries e join conversations c on c.id = e.conversation_id
       where c.list_id = $1::uuid and e.seq > $2`,
      [list_id, seq],
    );
    return { answer: answer!.status === 'fulfilled' && answer!.value, kinds: later!.kinds };
  }

  it.each([...changes, ['recalls', (to: string, id: string): Change => ({ t: 'recall', to, id })] as const])(
    'a removed member no longer %s a message',
    async (_name, change) => {
      const { answer, kinds } = await changeAfter(remove, change);
      expect(answer).toMatchObject({ t: 'nack', code: 'not_found' });
      expect(kinds).toEqual(['member']);
    },
  );

  it.each(changes)('a muted member no longer %s a message', async (_name, change) => {
    const { answer, kinds } = await changeAfter(
      (ada, list_id, bo) => () =>
        ada.im.message.setGroupAdmin({ list_id, type: 2, users: [bo.id], is_msg: 1 }),
      change,
    );
    expect(answer).toMatchObject({ t: 'nack', code: 'muted' });
    expect(kinds).toEqual(['member']);
  });

  it.each(changes)('a silenced member no longer %s a message', async (_name, change) => {
    const { answer, kinds } = await changeAfter(
      (_ada, _list_id, bo) => () => punish(kith, bo, 'bucket'),
      change,
    );
    expect(answer).toMatchObject({ t: 'nack', code: 'bucketed' });
    expect(kinds).toBeNull();
  });

  it.each(changes.slice(0, 2))('a blocked friend no longer %s a message', async (_name, change) => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const list_id = await kith.befriend(ada, bo);
    const socket = await bo.v1();
    const { id } = await sayAt(socket, list_id, 'good morning');
    const [, answer] = await inLockOrder(
      kith,
      list_id,
      () => block(kith, ada, bo),
      () => ask(socket, change(list_id, id)),
    );
    expect(answer).toMatchObject({ value: { t: 'nack', code: 'blocked' } });
  });
});
