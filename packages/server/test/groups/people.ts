import type { ImAction } from '@kith/contract';
import type { LegacySocket } from '../harness/legacy-socket.js';
import type { Kith, Person } from '../harness/kith.js';
import { group, history } from '../conversations/chatting.js';

/** A group that ada owns and bo administers, with cy and dee; eve is not a member. */
export interface Club {
  readonly ada: Person;
  readonly bo: Person;
  readonly cy: Person;
  readonly dee: Person;
  readonly eve: Person;
  readonly list_id: string;
}

export async function makeClub(kith: Kith): Promise<Club> {
  const [ada, bo, cy, dee, eve] = [
    await kith.person('ada'),
    await kith.person('bo'),
    await kith.person('cy'),
    await kith.person('dee'),
    await kith.person('eve'),
  ];
  const list_id = await group(kith, [
    { person: ada, role: 'owner' },
    { person: bo, role: 'admin' },
    { person: cy },
    { person: dee },
  ]);
  return { ada, bo, cy, dee, eve, list_id };
}

/** The system lines in the newest page, as an account reads them. */
export async function lines(who: Person, list_id: string): Promise<string[]> {
  const shown = (await history(who, list_id)).filter(({ type }) => type === 1);
  return shown.map(({ msg }) => String(msg.content['text']));
}

/** The actions that a socket has received since this call, in order. */
export async function heard(socket: LegacySocket, since: number): Promise<ImAction[]> {
  await socket.settle();
  const actions = socket.frames.slice(since).map((frame) => frame.action);
  // The answer to the ping of `settle`.
  return actions.filter((action) => action !== 'ping');
}

/** The members of a group with their roles. */
export async function membersOf(who: Person, list_id: string): Promise<Record<number, number>> {
  const { member } = await who.im.message.getChatDetails({ list_id });
  return Object.fromEntries(member.map((one) => [one.user_id, one.is_admin]));
}
