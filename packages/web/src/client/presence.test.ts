import { expect, test } from 'vitest';
import { createPresence } from './presence.js';

test('changes of a moment are one request; somebody is watched until nobody shows them', async () => {
  const asked: (readonly number[])[] = [];
  const presence = createPresence({ watch: (users) => void asked.push(users) });
  const ends = [2, 3, 2].map((id) => presence.watch(id));
  await Promise.resolve();
  ends[0]!();
  await Promise.resolve();
  ends[2]!();
  await Promise.resolve();
  expect(asked).toEqual([[2, 3], [3]]);
});

test('of more than the server allows, the latest are watched', async () => {
  const asked: (readonly number[])[] = [];
  const presence = createPresence({ watch: (users) => void asked.push(users) });
  for (let id = 1; id <= 300; id++) presence.watch(id);
  await Promise.resolve();
  expect(asked.map((users) => [users.length, users[0], users.at(-1)])).toEqual([[200, 101, 300]]);
});
