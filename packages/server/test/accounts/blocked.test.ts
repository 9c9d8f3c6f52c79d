import { expect, test } from 'vitest';
import { useKith, type Person } from '../harness/kith.js';

const kith = useKith();

const act = (who: Person, action: 'ban' | 'cancel', whom: Person) =>
  who.api.chat.friendship_block({ target_id: whom.id, action });

test('/im/account/blocked lists whom ada has blocked, the last one first, and nobody else’s', async () => {
  const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
  expect(await ada.im.account.blocked()).toEqual([]);
  await act(ada, 'ban', bo);
  kith.advance(1000);
  await act(ada, 'ban', cy);
  await act(cy, 'ban', bo);
  const list = await ada.im.account.blocked();
  expect(list.map(({ user_id, nickname }) => [user_id, nickname])).toEqual([
    [cy.id, 'cy'],
    [bo.id, 'bo'],
  ]);
  expect(list[0]!.time).toBeGreaterThan(list[1]!.time);
  expect(list[0]!.photo).toBe('default_man/300.jpg');
  await act(ada, 'cancel', cy);
  expect((await ada.im.account.blocked()).map(({ user_id }) => user_id)).toEqual([bo.id]);
  expect(await bo.im.account.blocked()).toEqual([]);
});
