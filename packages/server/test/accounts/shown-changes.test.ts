import { expect, it } from 'vitest';
import type { AccountId } from '@kith/core/kernel';
import { setPersonSeesMoments } from '@kith/core/people';
import { touchOnline } from '../../src/workers/touch-online.js';
import { PASSWORD, useKith, type Person } from '../harness/kith.js';
import { decideAge, operator, pardon, punish, setStatus } from '../im/operator.js';
import { picture } from '../im/pictures.js';
import { namesIn, student } from '../api/people.js';

/* Other accounts see the time of the last change, so only visible changes update it. */
const kith = useKith();

/** Opens a socket after an hour of silence. */
async function comeBack(person: Person): Promise<void> {
  kith.advance(3600_000);
  const socket = await person.socket();
  await touchOnline(kith.server.deps);
  await socket.settle();
  socket.close();
}

/** The time of an account's last change, as others see it in both APIs. */
async function shownTimes(to: Person, of: Person): Promise<unknown[]> {
  const { list } = await to.api.user_friendship.data({ list_type: 'near', page_size: 100 });
  const channels = (await to.api.channel.list()).list;
  return [
    (await to.im.get.getUserInfo({ user_id: of.id })).update_time,
    list.find(({ user_id }) => user_id === String(of.id))?.updated_at,
    channels.find(({ user }) => user?.user_id === String(of.id))?.user?.updated_at,
  ];
}

async function hiddenAndObserver(): Promise<[Person, Person]> {
  const [bo, cy] = [await student(kith, 'bo', '真理大學'), await student(kith, 'cy', '真理大學')];
  await bo.api.intro.set({ hide_presence: 1 });
  await cy.api.channel.open({ target_id: bo.id, is_wave: 1 });
  return [bo, cy];
}

it('signing in, settings and hidden members do not change the shown time of change', async () => {
  const [bo, cy] = await hiddenAndObserver();
  const ctx = await operator(kith, 1);
  const before = await shownTimes(cy, bo);
  expect(before.every(Boolean)).toBe(true);
  const { username } = bo;
  const unseen: Record<string, () => Promise<unknown>> = {
    'signing in': () => kith.visitor().in.login({ username, password: PASSWORD, client_id: 'device 7' }),
    'a sign of life': () => bo.im.get.base(),
    'a socket': async () => (await bo.socket()).close(),
    'hiding again': () => bo.api.intro.set({ hide_presence: 1 }),
    'hiding what was looked at': () => bo.api.intro.set({ hide_visits: 1 }),
    'the sex filter': () => bo.api.user_friendship.filter_sex_code({ sex_code: 'F' }),
    'an age': () => bo.api.user_friendship.age_status({ age_status: 1 }),
    'a decided age': () => decideAge(ctx, bo.id as AccountId, 1),
    'the moments of others': () => setPersonSeesMoments(ctx, { id: bo.id, maySee: false }),
    'a sanction': async () => {
      await punish(kith, bo, 'bucket', 1);
      await pardon(kith, bo, 'bucket');
    },
    'the same nickname': () => bo.im.set.setInfo({ type: 0, content: 'bo' }),
    'being looked at': () => cy.api.intro.card({ target_user_id: bo.id }),
    'a pause': async () => {
      await setStatus(kith, bo, 'frozen');
      await kith.visitor().in.frozen({ username, password: PASSWORD });
    },
  };
  for (const [name, act] of Object.entries(unseen)) {
    kith.advance(61_000);
    await act();
    expect(await shownTimes(cy, bo), name).toEqual(before);
  }
});

it('every change that other users see updates the time', async () => {
  const [bo, cy] = await hiddenAndObserver();
  const seen: Record<string, () => Promise<unknown>> = {
    'another nickname': () => bo.api.intro.set({ nickname: 'bobo' }),
    'another school': () => bo.api.intro.set({ sub_department_id: 3 }),
    'another tag': () => bo.api.intro.set({ tags: ['tea'] }),
    'a photo': async () => {
      await bo.im.upload.photo({}, await picture('red'));
      await bo.im.action.upPhoto();
    },
    'another photo': async () => {
      await bo.im.upload.photo({}, await picture('blue'));
      await bo.im.action.upPhoto();
    },
  };
  let before = await shownTimes(cy, bo);
  for (const [name, act] of Object.entries(seen)) {
    kith.advance(61_000);
    await act();
    const after = await shownTimes(cy, bo);
    after.forEach((time, i) => expect(time, name).not.toBe(before[i]));
    before = after;
  }
});

it('the order of a list does not reveal when an account with hidden presence was online', async () => {
  const [ada, bo, cy] = [
    await student(kith, 'ada', '佛光大學'),
    await student(kith, 'bo', '佛光大學'),
    await student(kith, 'cy', '佛光大學'),
  ];
  await bo.api.intro.set({ hide_presence: 1 });
  await comeBack(cy);
  const before = await namesIn(ada, 'near');
  await comeBack(bo);
  expect(await namesIn(ada, 'near')).toEqual(before);
  await bo.api.intro.set({ hide_presence: 0 });
  expect(await namesIn(ada, 'near')).toEqual(['bo', 'cy']);
});
