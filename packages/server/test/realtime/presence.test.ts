import { setShadowLimit } from '@kith/core/accounts';
import { bounds, type AccountId } from '@kith/core/kernel';
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { realtime } from '@kith/contract';
import { plainPasswords } from '../conversations/chatting.js';
import { shortened } from '../harness/at-pace.js';
import { collectWarnings } from '../hostile/warnings.js';
import { useKith, type Person } from '../harness/kith.js';
import type { V1Socket } from '../harness/v1-socket.js';
import { decideAge, makeTenant, operator } from '../im/operator.js';
import { people } from './support.js';

const warnings = collectWarnings();
/** Shorter than the product's periods. */
const presenceEveryMs = shortened(bounds.presence.frameEveryMs, 3);
const flapMs = shortened(bounds.presence.flapMs, 2);
const kith = useKith({
  log: warnings.log,
  overrides: { ports: { passwords: plainPasswords }, timing: { presenceEveryMs, flapMs } },
});

afterEach(() => expect(warnings.drain()).toEqual([]));

/** Watches people and returns the answer. */
async function watch(socket: V1Socket, ...whom: readonly { id: number }[]): Promise<realtime.UserPresence[]> {
  socket.send({ t: 'watch', users: whom.map(({ id }) => id) });
  return (await socket.next('presence')).users;
}

/** The next frame, which must name only this person. */
async function next(socket: V1Socket, { id }: Person): Promise<realtime.UserPresence> {
  const { users } = await socket.next('presence');
  expect(users.map(({ user_id }) => user_id)).toEqual([id]);
  return users[0]!;
}

/** Waits until every frame that is due has arrived. */
async function settle(socket: V1Socket): Promise<void> {
  await sleep(presenceEveryMs + 3 * bounds.presence.gatherMs);
  await socket.settle();
}

function presenceFrames({ frames }: V1Socket): realtime.PresenceFrame[] {
  return frames.filter((frame) => frame.t === 'presence');
}

const unknown = (id: number) => ({ user_id: id, online: false, last_seen: 0 });

describe('kith.v1 watch', () => {
  test('is answered with the kith.v1 presence of all users in one frame; a change is sent when it happens', async () => {
    const [ada, bo, cy] = await people(kith, 'ada', 'bo', 'cy');
    const socket = await ada.v1();
    const early = await cy.v1();
    const answer = await watch(socket, bo, cy, ada);
    expect(answer).toEqual([
      { user_id: bo.id, online: false, last_seen: expect.any(Number) as number },
      { user_id: cy.id, online: true, last_seen: expect.any(Number) as number },
      { user_id: ada.id, online: true, last_seen: expect.any(Number) as number },
    ]);
    const late = await bo.v1();
    expect(await next(socket, bo)).toMatchObject({ online: true });
    const leftAt = Date.now();
    late.close();
    const gone = await next(socket, bo);
    expect(gone.online).toBe(false);
    expect(Math.abs(gone.last_seen - leftAt)).toBeLessThan(30_000);
    early.close();
    expect(await next(socket, cy)).toMatchObject({ online: false });
  });

  test('knows the sockets of existing clients too', async () => {
    const [ada, bo] = await people(kith, 'ada', 'bo');
    const socket = await ada.v1();
    await watch(socket, bo);
    await bo.socket();
    expect(await next(socket, bo)).toMatchObject({ online: true });
  });

  test('replaces the list, and an empty list ends it', async () => {
    const [ada, bo, cy] = await people(kith, 'ada', 'bo', 'cy');
    const socket = await ada.v1();
    await watch(socket, bo);
    expect(await watch(socket, cy)).toHaveLength(1);
    await bo.v1();
    await settle(socket);
    expect(presenceFrames(socket)).toHaveLength(2);
    expect(await watch(socket)).toEqual([]);
    await cy.v1();
    await settle(socket);
    expect(presenceFrames(socket)).toHaveLength(3);
  });

  test('shows nobody who is elsewhere, does not exist, or cannot exist', async () => {
    const tenant = await makeTenant(kith);
    const [ada] = await people(kith, 'ada');
    const stranger = await kith.person('stranger', { tenant });
    await stranger.v1();
    const ids = [stranger.id, 2_000_000_000, Number.MAX_SAFE_INTEGER];
    const socket = await ada.v1();
    expect(await watch(socket, ...ids.map((id) => ({ id })))).toEqual(ids.map(unknown));
  });

  test('of too many users or of invalid ids is refused and changes nothing', async () => {
    const [ada, bo] = await people(kith, 'ada', 'bo');
    const socket = await ada.v1();
    await watch(socket, bo);
    for (const users of [Array.from({ length: 201 }, (_, i) => i + 1), [0], ['1'], 'all']) {
      socket.send({ t: 'watch', users });
      expect(await socket.next('error')).toMatchObject({ code: 'invalid' });
    }
    await bo.v1();
    expect(await next(socket, bo)).toMatchObject({ online: true });
  });

  test('gets one answer for many lists in a second, with the last list', async () => {
    const [ada, bo, cy] = await people(kith, 'ada', 'bo', 'cy');
    const socket = await ada.v1();
    const since = performance.now();
    for (let i = 0; i < 10; i++) {
      socket.send({ t: 'watch', users: [bo.id, cy.id] });
      await sleep(bounds.presence.gatherMs / 2);
    }
    socket.send({ t: 'watch', users: [bo.id] });
    await settle(socket);
    const answers = presenceFrames(socket);
    expect(answers.at(-1)?.users.map(({ user_id }) => user_id)).toEqual([bo.id]);
    expect(answers.length).toBeLessThanOrEqual(1 + (performance.now() - since) / presenceEveryMs);
  });
});

describe('kith.v1 presence', () => {
  test('is sent at most once a second to a socket, with all changes of that second', async () => {
    const [ada, ...others] = await people(kith, 'ada', 'bo', 'cy', 'dot', 'eve');
    const socket = await ada.v1();
    await watch(socket, ...others);
    const times = [performance.now()];
    socket.socket.on('message', () => times.push(performance.now()));
    for (const other of others) await other.v1();
    const seen = new Set<number>();
    while (seen.size < others.length)
      for (const { user_id } of (await socket.next('presence')).users) seen.add(user_id);
    expect(times.length).toBeLessThan(others.length);
    for (let i = 1; i < times.length; i++)
      expect(times[i]! - times[i - 1]!).toBeGreaterThan(presenceEveryMs * 0.9);
  });

  test('shows nothing of a person who reconnects quickly', async () => {
    const [ada, bo] = await people(kith, 'ada', 'bo');
    const socket = await ada.v1();
    const first = await bo.v1();
    await watch(socket, bo);
    await sleep(presenceEveryMs);
    first.close();
    await first.closed;
    // Long enough that a frame would have been sent.
    await sleep(5 * bounds.presence.gatherMs);
    await bo.v1();
    await sleep(flapMs);
    await settle(socket);
    expect(presenceFrames(socket)).toHaveLength(1);
  });

  test('costs one statement for all watchers of a person', async () => {
    const [bo, ...watchers] = await people(kith, 'bo', 'ada', 'cy', 'dot', 'eve');
    const sockets = await Promise.all(watchers.map((one) => one.v1()));
    for (const socket of sockets) await watch(socket, bo);
    await sleep(presenceEveryMs);
    const query = vi.spyOn(pg.Client.prototype, 'query');
    await bo.v1();
    await Promise.all(sockets.map((socket) => next(socket, bo)));
    const statements = query.mock.calls.filter(([of]) => JSON.stringify(of).includes('asked(viewer_id'));
    query.mockRestore();
    expect(statements).toHaveLength(1);
  });

  const hides: Readonly<
    Record<
      string,
      { apart: (ada: Person, bo: Person) => unknown; together: (ada: Person, bo: Person) => unknown }
    >
  > = {
    'her block': {
      apart: (ada, bo) => ada.api.chat.friendship_block({ target_id: bo.id, action: 'ban' }),
      together: (ada, bo) => ada.api.chat.friendship_block({ target_id: bo.id, action: 'cancel' }),
    },
    'his block': {
      apart: (ada, bo) => bo.api.chat.friendship_block({ target_id: ada.id, action: 'ban' }),
      together: (ada, bo) => bo.api.chat.friendship_block({ target_id: ada.id, action: 'cancel' }),
    },
    'the age line with her alone on one side': {
      apart: (ada) => ada.api.user_friendship.age_status({ age_status: 2 }),
      together: async (ada) => decideAge(await operator(kith, 1), ada.id as AccountId, 1),
    },
    'the age line with him alone on one side': {
      apart: (_ada, bo) => bo.api.user_friendship.age_status({ age_status: 2 }),
      together: async (_ada, bo) => decideAge(await operator(kith, 1), bo.id as AccountId, 1),
    },
    'his hidden presence': {
      apart: (_ada, bo) => bo.api.intro.set({ hide_presence: 1 }),
      together: (_ada, bo) => bo.api.intro.set({ hide_presence: 0 }),
    },
    'her hidden presence': {
      apart: (ada) => ada.api.intro.set({ hide_presence: 1 }),
      together: (ada) => ada.api.intro.set({ hide_presence: 0 }),
    },
    'moderation that hides him': {
      apart: async (_ada, bo) => setShadowLimit(await operator(kith, 1), bo.id as AccountId, true),
      together: async (_ada, bo) => setShadowLimit(await operator(kith, 1), bo.id as AccountId, false),
    },
  };

  test.concurrent.each(Object.entries(hides))(
    'of a person ends with %s, and returns after it',
    async (_, { apart, together }) => {
      const [ada, bo] = await people(kith, 'ada', 'bo');
      const socket = await ada.v1();
      const own = await bo.v1();
      expect(await watch(socket, bo)).toMatchObject([{ online: true }]);
      await apart(ada, bo);
      expect(await next(socket, bo)).toEqual(unknown(bo.id));
      // Nothing that he does is shown, and a new list tells no more.
      own.close();
      await own.closed;
      await sleep(flapMs);
      await bo.v1();
      await settle(socket);
      expect(presenceFrames(socket)).toHaveLength(2);
      expect(await watch(socket, bo)).toEqual([unknown(bo.id)]);
      await together(ada, bo);
      expect(await next(socket, bo)).toMatchObject({ online: true });
    },
  );
});
