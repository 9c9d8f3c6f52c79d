import type { apiShapes } from '@kith/contract';
import type { Kith, Person } from '../harness/kith.js';

/** Opens a channel, or returns the existing one. */
export const open = (who: Person, whom: Person, more: { is_wave?: 0 | 1 | 2; text?: string } = {}) =>
  who.api.channel.open({ target_id: whom.id, ...more });

/** Sends a text to a channel. */
export const write = (who: Person, channel_id: string, text: string, client_msg_id?: string) =>
  who.api.channel.send({ channel_id: Number(channel_id), text, ...(client_msg_id && { client_msg_id }) });

/** The messages of a channel, as an account sees them. */
export const read = (who: Person, channel_id: string) =>
  who.api.channel.messages({ channel_id: Number(channel_id) });

/** Uses a key to unlock a stranger's messages. */
export const unlock = (who: Person, whom: Person, channel_id: string) =>
  who.api.user_friendship.unlock({ target_id: whom.id, channel_id: Number(channel_id) });

/** The channels of a box: 0 of strangers, 1 of friends, 3 both. */
export const box = async (who: Person, is_friend: 0 | 1 | 3 = 3): Promise<apiShapes.ChannelRow[]> =>
  (await who.api.channel.list({ is_friend })).list;

/** The remaining tickets, keys and super waves. */
export async function left(who: Person): Promise<{ tickets: string; keys: number; superWaves: number }> {
  const [tickets, keys, intro] = await Promise.all([
    who.api.user_friendship.ticket_number(),
    who.api.user_friendship.stranger_key_number(),
    who.api.intro.card({ target_user_id: who.id }),
  ]);
  return {
    tickets: tickets.ticket_number,
    keys: keys.stranger_key_number,
    superWaves: intro.last_super_num,
  };
}

/** The `list_id` of a channel in the Chat API. */
export async function listIdOf(kith: Kith, channel_id: string): Promise<string> {
  const [row] = await kith.sql<{ list_id: string }>('select list_id from conversations where id = $1', [
    channel_id,
  ]);
  return row!.list_id.replaceAll('-', '');
}

/** Several people without friends. */
export function people(kith: Kith, amount: number, name = 'p'): Promise<Person[]> {
  return Promise.all(Array.from({ length: amount }, (_, i) => kith.person(`${name}${i}`)));
}

/** Makes an account a VIP for a month. */
export async function makeVip(kith: Kith, who: Person): Promise<void> {
  const now = Date.now();
  await kith.sql(
    `insert into entitlements (tenant_id, account_id, plan_id, months, price, bought_at, starts_at, ends_at)
     values ($1, $2, 1, 1, 39000, $3, $3, $4)`,
    [who.tenant, who.id, now - 1000, now + 30 * 24 * 3600 * 1000],
  );
}
