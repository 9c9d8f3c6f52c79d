import { createStore } from 'zustand/vanilla';
import type { ImClient } from '@kith/sdk';
import { local } from './local.js';
import type { Session } from './session.js';
import { registration } from './worker.js';

/**
 * `unsupported`: this browser has no push messages. `blocked`: its owner has refused them for this site. `off`: nobody has
 * asked for them.
 */
export type PushState = 'unsupported' | 'blocked' | 'off' | 'on';

const KEY = 'kith.push';
const ASKED_KEY = 'kith.push-asked';
/** For which session and when this browser was subscribed. */
const RENEWED_KEY = 'kith.push-renewed';
const DAY_MS = 24 * 3_600_000;

/** The account that has push messages in this browser, 0 for none. */
const wanted = createStore<{ readonly userId: number }>(() => ({
  userId: Number(local.getItem(KEY) ?? 0),
}));
export { wanted as pushOwner };

/** What an account can expect of this browser. */
export function pushStateOf(userId: number): PushState {
  if (!('PushManager' in globalThis) || !('Notification' in globalThis) || !('serviceWorker' in navigator))
    return 'unsupported';
  if (Notification.permission === 'denied') return 'blocked';
  return Notification.permission === 'granted' && wanted.getState().userId === userId ? 'on' : 'off';
}

/** Asks the reader, and turns push messages on. Returns the state afterwards; rejects if the browser or the server refuses. */
export async function turnPushOn(im: ImClient, userId: number): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return pushStateOf(userId);
  await subscribe(im);
  want(userId);
  return 'on';
}

/** Turns push messages off; rejects if the server cannot be told. */
export async function turnPushOff(im: ImClient, userId: number): Promise<PushState> {
  const subscription = await (await registration())?.pushManager.getSubscription();
  if (subscription) {
    await im.push.unsubscribe({ endpoint: subscription.endpoint });
    await subscription.unsubscribe();
  }
  want(0);
  return pushStateOf(userId);
}

/**
 * Subscribes again for a new session, because a subscription ends with the one that it belongs to, and once a day, because
 * a server keeps only some of them.
 */
export async function renewPush(im: ImClient, { userId, token }: Session): Promise<void> {
  if (pushStateOf(userId) !== 'on') return;
  const renewed = `${Math.floor(Date.now() / DAY_MS)} ${token.slice(-16)}`;
  if (local.getItem(RENEWED_KEY) === renewed) return;
  await subscribe(im);
  local.setItem(RENEWED_KEY, renewed);
}

/** Whether somebody in this browser was asked before; each is asked once. */
export function wasAskedForPush(userId: number): boolean {
  return local.getItem(ASKED_KEY) === String(userId);
}

export function noteAskedForPush(userId: number): void {
  local.setItem(ASKED_KEY, String(userId));
}

function want(userId: number): void {
  local.setItem(KEY, String(userId));
  wanted.setState({ userId });
}

async function subscribe(im: ImClient): Promise<void> {
  const manager = (await navigator.serviceWorker.ready).pushManager;
  const { public_key: key } = await im.push.config();
  const options = { userVisibleOnly: true, applicationServerKey: key };
  let subscription = await manager.getSubscription();
  // The key of the installation may have changed.
  if (subscription && keyOf(subscription) !== key) {
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await manager.subscribe(options);
  const { endpoint, keys = {} } = subscription.toJSON();
  await im.push.subscribe({
    endpoint: endpoint ?? '',
    p256dh: keys['p256dh'] ?? '',
    auth: keys['auth'] ?? '',
  });
}

function keyOf({ options }: PushSubscription): string {
  const bytes = String.fromCharCode(...new Uint8Array(options.applicationServerKey ?? []));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
