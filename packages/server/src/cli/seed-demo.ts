import {
  commitPhoto,
  findAccountByUsername,
  register,
  revokeSessions,
  setProfile,
  uploadPhoto,
} from '@kith/core/accounts';
import { listFriendRequests, setRemark } from '@kith/core/contacts';
import {
  acceptFriendRequest,
  askToBeFriends,
  CONTENT,
  markRead,
  poke,
  recallMessage,
  sendMessage,
  setPinned,
  setSilent,
  uploadFile,
} from '@kith/core/conversations';
import { DomainError, type Ctx, type MemberCtx } from '@kith/core/kernel';
import type { Ack } from '@kith/core/ports';
import type { Deps } from '../app/compose.js';
import { drawPortrait, drawScene } from './demo-pictures.js';
import { demoPeople, demoRequests, demoTalks, type DemoSaying, type DemoTalk } from './demo-story.js';

/** A clock that can be set, so that the demo's talks lie in the past. */
export interface DemoClock {
  now(): number;
  /** Goes on from this moment (milliseconds). */
  set(ms: number): void;
}

const PASSWORD = 'KithDemo1';
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A second of silence in a container that browsers play: the header of a WAV file, then zeros. */
const VOICE_SAMPLES = 8000;

export function makeDemoClock(): DemoClock {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    set: (ms) => {
      aheadMs = ms - Date.now();
    },
  };
}

/** Fills the tenant through the use cases that clients call. A second time it changes nothing. Answers what to tell. */
export async function seedDemo(deps: Deps, ctx: Ctx, clock: DemoClock): Promise<string> {
  const began = performance.now();
  const signIn = `Sign in as any of ${demoPeople.map((person) => person.username).join(', ')} with the password ${PASSWORD}.`;
  if (await isThere(ctx)) return `The demo is there already. ${signIn}`;

  clock.set(Date.now() - 30 * DAY_MS);
  const people = new Map<string, MemberCtx>();
  for (const [i, person] of demoPeople.entries()) {
    const session = await register(ctx, {
      username: person.username,
      password: PASSWORD,
      nickname: person.nickname,
      sex: person.sex,
    });
    const me: MemberCtx = { ...ctx, actor: session.accountId, sessionId: session.id };
    await setProfile(me, { signature: person.signature });
    await uploadPhoto(me, await drawPortrait(i));
    await commitPhoto(me);
    people.set(person.username, me);
  }
  const as = (username: string): MemberCtx => {
    const me = people.get(username);
    if (!me) throw new Error(`The story has no ${username}.`);
    return me;
  };

  for (const talk of demoTalks) await hold(talk, as, clock);
  clock.set(Date.now() - 2 * 60 * MINUTE_MS);
  for (const [from, to, greeting] of demoRequests) {
    await askToBeFriends(as(from), { toId: as(to).actor, greeting, source: 0 });
  }
  clock.set(Date.now());
  // Nobody was handed these tokens.
  for (const me of people.values()) await revokeSessions(me, { accountId: me.actor });
  deps.log.info({ people: people.size }, 'the demo is there');
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  return `${people.size} people and ${demoTalks.length} conversations, in ${seconds} s. ${signIn}`;
}

async function isThere(ctx: Ctx): Promise<boolean> {
  try {
    await findAccountByUsername(ctx, demoPeople[0]?.username ?? '');
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') return false;
    throw error;
  }
}

/** Makes two people friends and lets them talk. */
async function hold(talk: DemoTalk, as: (username: string) => MemberCtx, clock: DemoClock): Promise<void> {
  const [first, second] = talk.pair.map(as) as [MemberCtx, MemberCtx]; // a pair has two
  let at = Date.now() - talk.daysAgo * DAY_MS - talk.lines.length * 10 * MINUTE_MS;
  clock.set(at);
  await askToBeFriends(first, { toId: second.actor, greeting: 'Hi!', source: 0 });
  const request = (await listFriendRequests(second)).find((one) => one.fromId === first.actor);
  if (!request) throw new Error('The request is not in the list.');
  const { listId } = await acceptFriendRequest(second, request.id);

  const unreadFrom = talk.lines.length - (talk.unread ?? 0);
  for (const [i, [by, saying, minutesLater = 3]] of talk.lines.entries()) {
    at += minutesLater * MINUTE_MS;
    clock.set(at);
    await say(as(by), listId, saying, (username) => as(username).actor);
    if (i === unreadFrom - 1) for (const me of [first, second]) await markRead(me, { listId });
  }
  if (talk.isPinned) await setPinned(first, { listId, isPinned: true });
  if (talk.isSilent) await setSilent(second, { listId, isSilent: true });
  if (talk.remark !== undefined) await setRemark(first, { friendId: second.actor, remark: talk.remark });
}

async function say(
  me: MemberCtx,
  listId: string,
  saying: DemoSaying,
  idOf: (username: string) => number,
): Promise<void> {
  const send = (type: number, content: object): Promise<Ack> => sendMessage(me, { listId, type, content });
  const upload = (bytes: Uint8Array, originalName: string) => uploadFile(me, { listId, bytes, originalName });
  if (typeof saying === 'string') await send(CONTENT.text, { text: saying });
  else if ('slip' in saying)
    await recallMessage(me, { listId, messageId: (await send(CONTENT.text, { text: saying.slip })).id });
  else if ('poke' in saying) await poke(me, listId);
  else if ('card' in saying) await send(CONTENT.card, { user_id: idOf(saying.card) });
  else if ('place' in saying) {
    const [latitude, longitude] = saying.at;
    await send(CONTENT.location, { latitude, longitude, name: saying.place, address: saying.address });
  } else if ('picture' in saying) {
    const { name, width, height } = await upload(await drawScene(saying.picture), `${saying.name}.jpg`);
    await send(CONTENT.image, { url: name, full_url: `${listId}/${name}`, w: width, h: height });
  } else if ('voice' in saying) {
    const { name } = await upload(silence(), 'voice.wav');
    await send(CONTENT.voice, { url: name, full_url: `${listId}/${name}`, length: saying.voice });
  } else {
    const bytes = new TextEncoder().encode(saying.text);
    const { name } = await upload(bytes, saying.file);
    await send(CONTENT.attachment, {
      url: name,
      full_url: `${listId}/${name}`,
      name: saying.file,
      length: Math.ceil(bytes.length / 1024),
    });
  }
}

function silence(): Uint8Array {
  const wav = Buffer.alloc(44 + VOICE_SAMPLES, 0x80);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + VOICE_SAMPLES, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20); // PCM
  wav.writeUInt16LE(1, 22); // one channel
  wav.writeUInt32LE(8000, 24);
  wav.writeUInt32LE(8000, 28);
  wav.writeUInt16LE(1, 32);
  wav.writeUInt16LE(8, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(VOICE_SAMPLES, 40);
  return wav;
}
