import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccountId, ConversationId } from '@kith/core/kernel';
import { notifyAbsent } from '@kith/core/push';
import { visitorCtx } from '../../src/app/context.js';
import { listIdOf, open } from '../api/channels.js';
import { group, say, tell } from '../conversations/chatting.js';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { makeMemoryCarriers } from '../nodes/carrier.js';
import { startPushService, VAPID, type Pushed, type PushService } from '../messengers/push-service.js';
import { refused } from './refusals.js';

let service: PushService;
/** The clock of the server decides when. */
const AFTER_MS = 60_000;
const kith = useKith({
  overrides: {
    timing: { pushAfterMs: AFTER_MS, sendPushesEveryMs: 10, sweepPushesEveryMs: 3_600_000 },
    ports: {
      push: {
        publicKey: VAPID.publicKey,
        accepts: (endpoint) => service.sender.accepts(endpoint),
        send: (subscription, note) => service.sender.send(subscription, note),
      },
    },
  },
});
beforeAll(async () => void (service = await startPushService()));
afterAll(() => service.stop());
beforeEach(() => {
  service.pushed.length = 0;
  service.answers.clear();
});

type Browser = ReturnType<PushService['subscribe']>;

async function subscribe(who: Person): Promise<Browser> {
  const browser = service.subscribe();
  const { endpoint, p256dh, auth } = browser;
  await who.im.push.subscribe({ endpoint, p256dh, auth });
  return browser;
}

const pushedTo = (browser: Browser): Pushed[] => service.pushed.filter(({ path }) => path === browser.path);

/** The next push message to a browser. */
async function nextPush(browser: Browser, count = 1): Promise<Pushed['payload']> {
  kith.advance(AFTER_MS);
  await eventually('the push message arrives', () => pushedTo(browser).length >= count);
  return pushedTo(browser).at(-1)!.payload;
}

let witness: { ada: Person; bo: Person; list_id: string; browser: Browser };
beforeAll(async () => {
  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  witness = { ada, bo, list_id: await kith.befriend(ada, bo), browser: await subscribe(bo) };
});

/** Waits until everything sent so far was pushed, by a push message that is sent after it. */
async function settle(): Promise<void> {
  const { ada, list_id, browser } = witness;
  const before = pushedTo(browser).length;
  await say(ada, list_id, 'later');
  await nextPush(browser, before + 1);
}

/** Two friends, of whom bo is away and has a browser. */
async function twoFriends() {
  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  const list_id = await kith.befriend(ada, bo);
  return { ada, bo, list_id, browser: await subscribe(bo) };
}

describe('/im/push/subscribe', () => {
  test('bo is away; his browser is told of what ada writes, once, with her name and the beginning of the text', async () => {
    const { ada, list_id, browser } = await twoFriends();
    const text = `hello ${'長'.repeat(200)}`;
    await say(ada, list_id, 'first');
    await say(ada, list_id, text);
    expect(await nextPush(browser)).toEqual({
      type: 'message',
      list_id,
      seq: expect.any(Number) as unknown,
      unread: expect.any(Number) as unknown,
      title: 'ada',
      sender: '',
      text: [...text].slice(0, 120).join(''),
      content_type: 0,
    });
    await settle();
    expect(pushedTo(browser)).toHaveLength(1);
  });

  test('who has a socket at any node, and the sender, are told nothing', async () => {
    const { ada, bo, list_id, browser } = await twoFriends();
    const own = await subscribe(ada);
    const socket = await bo.v1();
    await kith.agreeOn(bo);
    await say(ada, list_id, 'hello');
    await settle();
    expect([...pushedTo(browser), ...pushedTo(own)]).toEqual([]);
    socket.close();
    await eventually('bo is away', () => !kith.server.deps.presence.isOnline(bo.id as never));
    await say(ada, list_id, 'are you there');
    expect(await nextPush(browser)).toMatchObject({ text: 'are you there' });
  });

  test('who has read it within two seconds is told nothing; a notification is taken back when it is read elsewhere', async () => {
    const { ada, bo, list_id, browser } = await twoFriends();
    await say(ada, list_id, 'hello');
    await bo.im.get.chatData({ list_id, is_up: 1 });
    await settle();
    expect(pushedTo(browser)).toEqual([]);
    await say(ada, list_id, 'and now');
    await nextPush(browser);
    await bo.im.get.chatData({ list_id, is_up: 1 });
    expect(await nextPush(browser, 2)).toEqual({ type: 'read', list_id });
    expect(pushedTo(browser).map(({ headers }) => [headers['topic'], headers['urgency']])).toEqual([
      [list_id, 'high'],
      [list_id, 'low'],
    ]);
    await bo.im.get.chatData({ list_id, is_up: 1 });
    await settle();
    expect(pushedTo(browser)).toHaveLength(2);
  });

  test('however many processes want to tell, a message is told once', async () => {
    const { ada, bo, list_id, browser } = await twoFriends();
    await say(ada, list_id, 'hello');
    const [row] = await kith.sql<{ id: string }>(`select id from conversations where list_id = $1`, [
      list_id,
    ]);
    const { deps } = kith.server;
    const ctx = {
      ...visitorCtx(deps, await deps.auth.tenant(1), ''),
      actor: bo.id as AccountId,
      sessionId: '',
    };
    const among = [Number(row!.id) as ConversationId];
    await Promise.all([notifyAbsent(ctx, among), notifyAbsent(ctx, among), notifyAbsent(ctx, among)]);
    await settle();
    expect(pushedTo(browser)).toHaveLength(1);
  });

  test('muted chats and recalled messages send nothing', async () => {
    const { ada, bo, list_id, browser } = await twoFriends();
    await bo.im.message.msgDisturb({ list_id, value: 1 });
    await say(ada, list_id, 'hello');
    const other = await twoFriends();
    const { msg } = await say(other.ada, other.list_id, 'oh no');
    await other.ada.im.message.withdraw({ list_id: other.list_id, msg_id: msg.id });
    await settle();
    expect([...pushedTo(browser), ...pushedTo(other.browser)]).toEqual([]);
  });

  test('in a group the sender is named; nothing of an anonymous message, a stranger, or one that burns leaves the server', async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    const club = await group(kith, [{ person: ada }, { person: bo }, { person: cy }]);
    const browser = await subscribe(bo);
    await say(ada, club, 'tea at five');
    expect(await nextPush(browser)).toMatchObject({ title: 'the club', sender: 'ada', text: 'tea at five' });

    await ada.im.message.nimingChange({ list_id: club, value: 1 });
    await cy.im.action.updateUserSayType({ list_id: club, status: 1 });
    await say(cy, club, 'secret tea');
    const hidden = { title: '', sender: '', text: '', content_type: null };
    expect(await nextPush(browser, 2)).toMatchObject({ list_id: club, ...hidden });

    const list_id = await kith.befriend(cy, bo);
    await tell(cy, list_id, 0, { text: 'secret fire', yhjf: 1 });
    expect(await nextPush(browser, 3)).toMatchObject({ list_id, ...hidden });

    const stranger = await kith.person('stranger');
    const { channel_id } = await open(stranger, bo, { text: 'secret hello' });
    expect(await nextPush(browser, 4)).toMatchObject({
      list_id: await listIdOf(kith, channel_id),
      ...hidden,
    });
    expect(JSON.stringify(pushedTo(browser))).not.toMatch(/secret|stranger/);
  });

  test('a picture is told by its kind', async () => {
    const { ada, list_id, browser } = await twoFriends();
    await tell(ada, list_id, 10, { latitude: 1, longitude: 2, name: 'here', address: 'there' });
    expect(await nextPush(browser)).toMatchObject({ title: 'ada', text: '', content_type: 10 });
  });

  test('a browser that is gone is forgotten; one that ends with its session gets nothing', async () => {
    const { ada, bo, list_id, browser } = await twoFriends();
    const second = await subscribe(bo);
    service.answers.set(browser.path, 410);
    await say(ada, list_id, 'one');
    await nextPush(second);
    const stored = () =>
      kith.sql<{ endpoint: string; sent: number; failed: number; last_answer: string }>(
        'select endpoint, sent, failed, last_answer from push_subscriptions where account_id = $1',
        [bo.id],
      );
    await eventually('the attempt is recorded', async () => (await stored())[0]?.sent === 1);
    expect(await stored()).toEqual([
      { endpoint: second.endpoint, sent: 1, failed: 0, last_answer: 'HTTP 201' },
    ]);
    await bo.im.account.signOut({});
    await say(ada, list_id, 'two');
    await settle();
    expect(pushedTo(second)).toHaveLength(1);
  });

  test('a browser whose session has expired gets nothing, one whose session lasts is told', async () => {
    const { ada, bo, list_id, browser } = await twoFriends();
    const idleMs = (await kith.server.deps.auth.tenant(1)).settings.sessionIdleMs;
    const usedAgo = (ms: number) =>
      kith.sql('update sessions set last_used_at = $2 where account_id = $1', [
        bo.id,
        kith.server.deps.now() - ms,
      ]);
    await usedAgo(idleMs + 1);
    await say(ada, list_id, 'nobody may read this');
    await settle();
    expect(pushedTo(browser)).toEqual([]);
    await usedAgo(idleMs - 2 * AFTER_MS);
    await say(ada, list_id, 'welcome back');
    expect(await nextPush(browser)).toMatchObject({ text: 'welcome back' });
  });

  test('a browser belongs to who signed in there last, and an account has the ten newest', async () => {
    const { bo, browser } = await twoFriends();
    const other = await kith.person('cy');
    const { endpoint, p256dh, auth } = browser;
    await other.im.push.subscribe({ endpoint, p256dh, auth });
    const owners = (of: string) =>
      kith.sql('select account_id from push_subscriptions where endpoint = $1', [of]);
    expect(await owners(endpoint)).toEqual([{ account_id: other.id }]);
    const browsers = [];
    for (let i = 0; i < 11; i++) {
      browsers.push(await subscribe(bo));
      kith.advance(1);
    }
    expect(await owners(browsers[0]!.endpoint)).toEqual([]);
    expect(await owners(browsers[1]!.endpoint)).toEqual([{ account_id: bo.id }]);
  });

  test('an endpoint that may not be contacted, and keys of another form, are refused', async () => {
    const bo = await kith.person('bo');
    const { endpoint, p256dh, auth } = service.subscribe();
    const wrong = [
      [{ endpoint: 'https://10.0.0.1/x', p256dh, auth }, 'endpoint'],
      [{ endpoint: 'http://127.0.0.1/x', p256dh, auth }, 'endpoint'],
      [{ endpoint, p256dh: 'x'.repeat(87), auth }, 'p256dh'],
      [{ endpoint, p256dh, auth: 'short' }, 'auth'],
    ] as const;
    for (const [subscription, field] of wrong)
      await expect(bo.im.push.subscribe(subscription)).rejects.toMatchObject(refused('invalid', field));
  });
});

describe('/im/push/unsubscribe', () => {
  test('ends the own subscription, and nobody else’s', async () => {
    const { ada, bo, list_id, browser } = await twoFriends();
    await ada.im.push.unsubscribe({ endpoint: browser.endpoint });
    await say(ada, list_id, 'one');
    await nextPush(browser);
    await bo.im.push.unsubscribe({ endpoint: browser.endpoint });
    await bo.im.push.unsubscribe({ endpoint: browser.endpoint });
    await say(ada, list_id, 'two');
    await settle();
    expect(pushedTo(browser)).toHaveLength(1);
  });
});

describe('/im/push/config and /im/push/showText', () => {
  test('bo keeps names and texts out of his push messages', async () => {
    const { ada, bo, list_id, browser } = await twoFriends();
    expect(await bo.im.push.config({})).toEqual({ public_key: VAPID.publicKey, show_text: 1 });
    await bo.im.push.showText({ value: 0 });
    expect(await bo.im.push.config({})).toEqual({ public_key: VAPID.publicKey, show_text: 0 });
    await say(ada, list_id, 'for your eyes');
    expect(await nextPush(browser)).toMatchObject({ list_id, title: '', text: '', content_type: null });
  });
});

describe('what no process has noticed', () => {
  const kith = useKith({
    overrides: {
      timing: { pushAfterMs: 3_600_000, sweepPushesEveryMs: 200 },
      ports: {
        push: {
          publicKey: VAPID.publicKey,
          accepts: () => true,
          send: (subscription, note) => service.sender.send(subscription, note),
        },
      },
    },
  });

  test('is found by the sweep, also after the service was away, for who was away before', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const list_id = await kith.befriend(ada, bo);
    const browser = await subscribe(bo);
    service.answers.set(browser.path, 503);
    kith.advance(2 * 60_000);
    await say(ada, list_id, 'hello');
    const failed = () =>
      kith.sql<{ failed: number }>('select failed from push_subscriptions where account_id = $1', [bo.id]);
    await eventually('an attempt fails', async () => (await failed())[0]!.failed > 0);
    service.answers.clear();
    expect(await nextPush(browser)).toMatchObject({ list_id, text: 'hello' });
    await say(ada, list_id, 'again');
    expect(await nextPush(browser, 2)).toMatchObject({ text: 'again' });
    expect(pushedTo(browser)).toHaveLength(2);
  });
});

describe('several nodes', () => {
  const carriers = makeMemoryCarriers();
  const kith = useKith({
    nodes: { count: 2, bus: carriers.open },
    overrides: {
      timing: { pushAfterMs: AFTER_MS, sendPushesEveryMs: 10, sweepPushesEveryMs: 3_600_000 },
      ports: {
        push: {
          publicKey: VAPID.publicKey,
          accepts: () => true,
          send: (subscription, note) => service.sender.send(subscription, note),
        },
      },
    },
  });

  test('a message at either node is told once, and not while there is a socket at the other one', async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    const list_id = await kith.befriend(ada, bo);
    const others = await kith.befriend(cy, bo);
    const browser = await subscribe(bo);
    const socket = await bo.v1();
    await kith.agreeOn(bo);
    const away = await subscribe(ada);
    await say(ada, list_id, 'not told');
    await say(cy, await kith.befriend(cy, ada), 'told in the same round');
    await eventually('ada is told', () => {
      kith.advance(AFTER_MS);
      return pushedTo(away).length > 0;
    });
    socket.close();
    await eventually('bo is away', () =>
      kith.servers.every(({ deps }) => !deps.presence.isOnline(bo.id as never)),
    );
    // At the one node and at the other.
    await say(ada, list_id, 'from ada');
    await say(cy, others, 'from cy');
    await eventually('both are told', () => {
      kith.advance(AFTER_MS);
      return pushedTo(browser).length >= 2;
    });
    const told = pushedTo(browser).map(({ payload }) => (payload as { text: string }).text);
    expect(told.sort()).toEqual(['from ada', 'from cy']);
  });
});
