import { describe, expect, it } from 'vitest';
import { plainPasswords, refused, say, texts } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { inLockOrder } from '../harness/lock-order.js';
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
