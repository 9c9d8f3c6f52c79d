import {
  commitAvatar,
  findAccountByUsername,
  revokeSessions,
  setProfile,
  signIn,
  uploadAvatar,
} from '@kith/core/accounts';
import { findFriend, findRequestFrom, setRemark } from '@kith/core/contacts';
import {
  CONTENT,
  listConversations,
  markRead,
  poke,
  recallMessage,
  reindexSince,
  sendMessage,
  setPinned,
  setSilent,
  uploadFile,
} from '@kith/core/conversations';
import {
  acceptFriendRequest,
  openSingle,
  registerAndWelcome,
  sendFriendRequest,
} from '@kith/core/friendships';
import { addNotice, createGroup, setGroupAdmins } from '@kith/core/groups';
import { DomainError, rowId, type Ctx, type MemberCtx } from '@kith/core/kernel';
import {
  commentMoment,
  fileName,
  listMoments,
  postMoment,
  setLike,
  uploadMomentFile,
} from '@kith/core/moments';
import type { Ack } from '@kith/core/ports';
import type { Deps } from '../app/deps.js';
import { showCards } from './demo-cards.js';
import { offerStickers } from './demo-stickers.js';
import { drawPortrait, drawScene } from './demo-pictures.js';
import {
  demoFriends,
  demoGroups,
  demoMoments,
  demoPeople,
  demoRequests,
  demoTalks,
  type DemoGroup,
  type DemoMoment,
  type DemoPerson,
  type DemoSaying,
  type DemoTalk,
} from './demo-story.js';
import { showVideos } from './demo-videos.js';

/** An adjustable clock, which places the demo's talks in the past. */
export interface DemoClock {
  now(): number;
  /** Continues from this time (milliseconds). */
  set(ms: number): void;
}

const PASSWORD = 'KithDemo1';
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Minutes between two lines, unless the story specifies them. */
const PAUSE = 3;

export function makeDemoClock(): DemoClock {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    set: (ms) => {
      aheadMs = ms - Date.now();
    },
  };
}

/**
 * Fills the tenant through the use cases that clients call. Running it again changes nothing, or completes an
 * interrupted run. Returns a message for the operator.
 */
export async function seedDemo(deps: Deps, ctx: Ctx, clock: DemoClock): Promise<string> {
  const began = performance.now();
  const [main, last] = [demoPeople[0], demoPeople.at(-1)];
  const others = demoPeople.slice(1).map((person) => person.username);
  const toTell = `Sign in as ${main?.username} with the password ${PASSWORD}. It also works for ${others.join(', ')}.`;
  if (last && (await isThere(ctx, last.username))) return `The demo already exists. ${toTell}`;

  const people = new Map<string, MemberCtx>();
  const as = (username: string): MemberCtx => {
    const me = people.get(username);
    if (!me) throw new Error(`The story has no ${username}.`);
    return me;
  };
  clock.set(Date.now() - 30 * DAY_MS);
  for (const person of demoPeople.slice(0, -1)) people.set(person.username, await admit(ctx, person));
  // In sequence: drawing blocks the event loop, and a concurrent connection attempt would time out.
  for (const [i, person] of demoPeople.slice(0, -1).entries()) await furnish(as(person.username), person, i);

  for (const [first, second] of demoFriends) await befriend(as(first), as(second));
  for (const talk of demoTalks) await hold(talk, as, clock);
  for (const group of demoGroups) await assemble(group, as, clock);
  for (const moment of demoMoments) await share(moment, as, clock);
  await showVideos(as, clock);
  await offerStickers(ctx);
  clock.set(Date.now() - 120 * MINUTE_MS);
  if (last) {
    people.set(last.username, await admit(ctx, last));
    await furnish(as(last.username), last, demoPeople.length - 1);
  }
  for (const [from, to, greeting] of demoRequests) {
    await sendFriendRequest(as(from), { toId: as(to).actor, greeting, source: 0 });
  }
  clock.set(Date.now() - 60 * MINUTE_MS);
  await showCards(ctx, as);
  clock.set(Date.now());
  await reindexSince(deps.db, Date.now() - 31 * DAY_MS);
  // No client received these tokens.
  for (const me of people.values()) await revokeSessions(me, { accountId: me.actor });
  deps.log.info({ people: people.size }, 'the demo was created');
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  return `${people.size} people, ${demoTalks.length} conversations, ${demoGroups.length} groups and ${demoMoments.length} moments, in ${seconds} s. ${toTell}`;
}

async function isThere(ctx: Ctx, username: string): Promise<boolean> {
  try {
    await findAccountByUsername(ctx, username);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') return false;
    throw error;
  }
}

/** The account of a person of the demo, new or from an interrupted run. */
async function admit(ctx: Ctx, { username, nickname, sex }: DemoPerson): Promise<MemberCtx> {
  const session = await registerAndWelcome(ctx, {
    username,
    password: PASSWORD,
    nickname,
    sex,
    isByOperator: true,
  }).catch(async (error: unknown) => {
    if (!(error instanceof DomainError) || error.code !== 'username_taken') throw error;
    return signIn(ctx, { username, password: PASSWORD }).catch(() => {
      throw new Error(
        `The user name ${username} belongs to an account outside the demo. Put the demo into a separate tenant: kith tenant create 2 Demo, then kith seed --demo --tenant 2.`,
      );
    });
  });
  return { ...ctx, actor: session.accountId, sessionId: session.id };
}

async function furnish(me: MemberCtx, { signature }: DemoPerson, number: number): Promise<void> {
  await setProfile(me, { signature });
  await uploadAvatar(me, await drawPortrait(number));
  await commitAvatar(me);
}

/** Makes two people friends; false if they are already. */
async function befriend(first: MemberCtx, second: MemberCtx): Promise<boolean> {
  if (await findFriend(first, second.actor)) return false;
  await sendFriendRequest(first, { toId: second.actor, greeting: 'Hi!', source: 0 });
  const request = await findRequestFrom(second, first.actor);
  if (!request) throw new Error('The request has not arrived.');
  await acceptFriendRequest(second, request.id);
  return true;
}

/** Makes two people friends and replays their talk; an existing talk is left unchanged. */
async function hold(talk: DemoTalk, as: (username: string) => MemberCtx, clock: DemoClock): Promise<void> {
  const [first, second] = talk.pair.map(as) as [MemberCtx, MemberCtx]; // a pair has two
  const lastsMs = talk.lines.reduce((sum, [, , minutesLater = PAUSE]) => sum + minutesLater, 0) * MINUTE_MS;
  let at = Date.now() - talk.daysAgo * DAY_MS - lastsMs;
  clock.set(at);
  if (!(await befriend(first, second))) return;
  const { listId } = await openSingle(first, second.actor);

  const unreadFrom = talk.lines.length - (talk.unread ?? 0);
  for (const [i, [by, saying, minutesLater = PAUSE]] of talk.lines.entries()) {
    at += minutesLater * MINUTE_MS;
    clock.set(at);
    await say(as(by), listId, saying, (username) => as(username).actor);
    if (i === unreadFrom - 1) for (const me of [first, second]) await markRead(me, { listId });
  }
  if (talk.isPinned) await setPinned(first, { listId, isPinned: true });
  if (talk.isSilent) await setSilent(first, { listId, isSilent: true });
  if (talk.remark !== undefined) await setRemark(first, { friendId: second.actor, remark: talk.remark });
}

/** Creates a group and replays its talk; an existing group is left unchanged. */
async function assemble(
  group: DemoGroup,
  as: (username: string) => MemberCtx,
  clock: DemoClock,
): Promise<void> {
  const owner = as(group.owner);
  const others = [...group.admins, ...group.members].map(as);
  const lastsMs = group.lines.reduce((sum, [, , minutesLater = PAUSE]) => sum + minutesLater, 0) * MINUTE_MS;
  let at = Date.now() - group.daysAgo * DAY_MS - lastsMs;
  clock.set(at);
  const isMade = (await listConversations(owner, { kind: 'group' })).some(({ name }) => name === group.name);
  if (isMade) return;
  const memberIds = others.map(({ actor }) => actor);
  const { listId } = await createGroup(owner, { name: group.name, memberIds });
  const accountIds = group.admins.map((username) => as(username).actor);
  await setGroupAdmins(owner, { listId, accountIds });
  await addNotice(owner, { listId, content: group.notice, isTop: true });
  const unreadFrom = group.lines.length - group.unread;
  for (const [i, [by, saying, minutesLater = PAUSE]] of group.lines.entries()) {
    at += minutesLater * MINUTE_MS;
    clock.set(at);
    await say(as(by), listId, saying, (username) => as(username).actor);
    if (i === unreadFrom - 1) for (const me of [owner, ...others]) await markRead(me, { listId });
  }
}

async function say(
  me: MemberCtx,
  listId: string,
  saying: DemoSaying,
  idOf: (username: string) => number,
): Promise<void> {
  const send = (type: number, content: object): Promise<Ack> => sendMessage(me, { listId, type, content });
  // Uploaded as of today, regardless of the time of the message: a concurrent server deletes files that have not been
  // sent for a day.
  const upload = (bytes: Uint8Array, originalName: string) =>
    uploadFile({ ...me, now: Date.now }, { listId, bytes, originalName });
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
    const [minutes = 0, seconds = 0] = saying.voice.split(':').map(Number);
    const { name } = await upload(hum(minutes * 60 + seconds), 'voice.wav');
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

/** Posts a moment with its reactions; an existing one is left unchanged. */
async function share(
  moment: DemoMoment,
  as: (username: string) => MemberCtx,
  clock: DemoClock,
): Promise<void> {
  const author = as(moment.by);
  clock.set(Date.now() - moment.hoursAgo * 60 * MINUTE_MS);
  const own = { start: { from: 'newest' }, authorId: author.actor, isSeen: false } as const;
  if ((await listMoments(author, own)).some(({ text }) => text === moment.text)) return;
  const value: string[] = [];
  for (const scene of moment.pictures ?? []) {
    const picture = { bytes: await drawScene(scene), originalName: `${scene}.jpg`, count: 1 };
    value.push(fileName(await uploadMomentFile(author, picture)));
  }
  const momentId = rowId(await postMoment(author, { text: moment.text, value }));
  for (const username of moment.likedBy ?? []) await setLike(as(username), { momentId, isLiked: true });
  for (const [by, text, to] of moment.comments ?? [])
    await commentMoment(as(by), { momentId, text, replyToId: to === undefined ? 0 : as(to).actor });
}

/** A hum in a container that browsers play: a WAV header followed by 8-bit samples. */
function hum(seconds: number): Uint8Array {
  const length = seconds * SAMPLES_PER_SECOND;
  const wav = Buffer.alloc(44 + length);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + length, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20); // PCM
  wav.writeUInt16LE(1, 22); // one channel
  wav.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  wav.writeUInt32LE(SAMPLES_PER_SECOND, 28);
  wav.writeUInt16LE(1, 32);
  wav.writeUInt16LE(8, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(length, 40);
  for (let i = 0; i < length; i++) {
    const at = i / SAMPLES_PER_SECOND;
    const pitch = 2 * Math.PI * at * (220 + 40 * Math.floor(3 * Math.abs(Math.sin(at))));
    const breath = Math.abs(Math.sin(2 * Math.PI * at));
    wav[44 + i] = 128 + Math.round(40 * breath * (Math.sin(pitch) + 0.4 * Math.sin(2 * pitch)));
  }
  return wav;
}

const SAMPLES_PER_SECOND = 8000;
