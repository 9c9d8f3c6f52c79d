import type { realtime } from '@kith/contract';
import { connectApi, connectIm, connectRealtime } from '@kith/sdk';
import type { ApiClient, ImClient, Realtime, RealtimeState, Sent } from '@kith/sdk';
import { openDrafts, type Drafts } from './drafts.js';
import { openAttachments, type Attachments } from './attachments.js';
import { createChats, type Chats } from './chats/chats.js';
import { noteServerTime } from './clock.js';
import { createEmitter, type Emitter } from './emitter.js';
import { openHeard, type Heard } from './heard.js';
import { createConversation, type Conversation } from './messages/conversation.js';
import { createOutbox, type Outbox, type Pending } from './messages/outbox.js';
import { createPresence, type Presence } from './presence.js';
import { openStorage, type AccountStorage } from './storage.js';
import { openTab } from './tabs.js';
import { createTyping, type Typing } from './typing.js';
import { keepInStep } from './kept.js';
import { noteRevoked, type Session } from './session.js';
import { createUploads, fetchWithProgress, type Uploads } from './uploads.js';
import { openVoiceDrafts, type VoiceDrafts } from './voice-drafts.js';

/** An event of the account's own stream. */
export type AccountEvent = Omit<realtime.EventFrame, 't'>;

/** A new entry of any conversation. */
export interface NewEntry {
  readonly listId: string;
  readonly entry: realtime.Entry;
}

/** The connections and conversations of the account that is signed in. */
export interface Account {
  readonly session: Session;
  readonly im: ImClient;
  readonly api: ApiClient;
  readonly realtime: Realtime;
  readonly storage: AccountStorage;
  /** The same object for the same conversation, as long as the account is open. */
  conversation(listId: string): Conversation;
  readonly entries: Emitter<NewEntry>;
  readonly events: Emitter<AccountEvent>;
  /** Posts that staff have taken down. */
  readonly takenDown: Emitter<Omit<realtime.TakenDownFrame, 't'>>;
  readonly reads: Emitter<Omit<realtime.ReadFrame, 't'>>;
  readonly drafts: Drafts;
  readonly attachments: Attachments;
  readonly voiceDrafts: VoiceDrafts;
  readonly heard: Heard;
  readonly uploads: Uploads;
  /** The file of a message under way is lost if this page ends: the browser has no room for it. */
  readonly unkept: Emitter<Pending>;
  readonly chats: Chats;
  readonly typing: Typing;
  readonly presence: Presence;
  /** From the other device of a call. */
  readonly signals: Emitter<Omit<realtime.SignalFrame, 't'>>;
  readonly states: Emitter<RealtimeState>;
  /** The state of the server may be a different one: everything must be loaded again. */
  readonly resets: Emitter<void>;
  close(): void;
}

/** Connects an account. `locale` is the language of the server's refusals. */
export function openAccount(session: Session, locale: () => string): Account {
  const { token, userId } = session;
  const emitters = createEmitters();
  const connection = connectRealtime({
    url: socketUrl(),
    token,
    WebSocket,
    onEntry: (listId, entry) => {
      if (entry.cid !== undefined && entry.from === userId) outbox.settle(entry.cid);
      conversations.get(listId)?.receive(entry);
      if (entry.kind === 'message') typing.note(listId, entry.from, false);
      chats.receive(listId, entry);
      emitters.entries.emit({ listId, entry });
    },
    onRead: (read) => {
      if (read.user_id === userId) chats.noteRead(read.to, read.seq);
      else conversations.get(read.to)?.noteRead(read.user_id, read.seq);
      emitters.reads.emit(read);
    },
    onTyping: ({ to, user_id, on }) => typing.note(to, user_id, on),
    onPresence: (users) => presence.note(users),
    onEvent: (event) => {
      refresh(event, { conversations, chats, drafts });
      emitters.events.emit(event);
    },
    onTakenDown: emitters.takenDown.emit,
    onSignal: emitters.signals.emit,
    onTime: noteServerTime,
    onState: (state) => emitters.states.emit(state),
    onReset: () => {
      void chats.reset();
      for (const conversation of conversations.all()) conversation.reset();
      emitters.resets.emit();
    },
    onSignedOut: noteRevoked,
  });
  const typing = createTyping({ realtime: connection });
  const presence = createPresence(connection);
  const storage = openStorage(userId);
  const { drafts, chats } = openList({ userId, connection, storage }, emitters.states);
  const isOpen = (listId: string) => conversations.get(listId)?.getState().loading === 'ready';
  keepInStep({ ownId: userId, storage, realtime: connection, isOpen, news: emitters });
  const tab = openTab();
  const uploads = openUploads(connection, { token, locale, states: emitters.states });
  const outbox = createOutbox({
    realtime: connection,
    storage: storage.outbox,
    owner: tab.id,
    ended: tab.ended,
    onChange: (listId) => conversations.get(listId)?.showPending(),
    onFile: uploads.show,
    upload: (row, file, signal) => uploads.run(row, file, signal),
    onUnkept: emitters.unkept.emit,
    onStored: (row, sent) => conversations.get(row.listId)?.receiveStored(entryOf(row, sent, userId)) ?? true,
  });
  const conversations = openConversations({ userId, connection, storage, chats, outbox });
  void outbox.adopt();
  const stopWaking = onReturn(() => {
    connection.wake();
    void outbox.adopt();
  });

  return {
    session,
    im: connectChatApi(token, locale),
    api: connectFriendshipApi(session, locale),
    realtime: connection,
    storage,
    drafts,
    chats,
    ...openKept(storage),
    uploads,
    typing,
    presence,
    conversation: conversations.open,
    ...emitters,
    close: () => {
      for (const part of [connection, tab, storage, { close: stopWaking }]) part.close();
    },
  };
}

/** What belongs to conversations on this device only. */
function openKept(storage: AccountStorage): Pick<Account, 'attachments' | 'voiceDrafts' | 'heard'> {
  return {
    attachments: openAttachments(storage),
    voiceDrafts: openVoiceDrafts(storage),
    heard: openHeard(storage),
  };
}

interface Base {
  readonly userId: number;
  readonly connection: Realtime;
  readonly storage: AccountStorage;
}

/** The list of conversations, and the drafts that it shows. */
function openList(
  { userId, connection, storage }: Base,
  states: Emitter<RealtimeState>,
): { drafts: Drafts; chats: Chats } {
  const drafts = openDrafts({ storage, realtime: connection });
  const chats = createChats({
    ownId: userId,
    realtime: connection,
    kept: {
      load: () => storage.loadAnswer('chat-list'),
      save: (value) => storage.saveAnswer('chat-list', value),
    },
    onRow: ({ to, draft }) => draft && drafts.note(to, draft),
  });
  void chats.open();
  let wasLive = false;
  states.listen((state) => {
    // What happened meanwhile in conversations that nobody has opened came without news.
    if (state === 'live' && wasLive) void chats.catchUp().catch(() => undefined);
    wasLive ||= state === 'live';
  });
  return { drafts, chats };
}

/** The conversations that were opened. */
interface Conversations {
  get(listId: string): Conversation | undefined;
  /** Opens one, if it is not open. */
  open(listId: string): Conversation;
  all(): Iterable<Conversation>;
}

function openConversations(base: Base & { readonly chats: Chats; readonly outbox: Outbox }): Conversations {
  const { userId, connection, storage, chats, outbox } = base;
  const opened = new Map<string, Conversation>();

  /** The list follows at once, the server a moment later. */
  function read(to: string, seq: number): void {
    connection.read(to, seq);
    chats.noteRead(to, seq);
  }

  return {
    get: (listId) => opened.get(listId),
    all: () => opened.values(),
    open: (listId) => {
      let found = opened.get(listId);
      if (!found) {
        found = createConversation({
          listId,
          ownId: userId,
          realtime: { sync: connection.sync, track: connection.track, read },
          outbox,
          kept: { load: storage.loadEntries, save: storage.saveEntries },
        });
        opened.set(listId, found);
      }
      return found;
    },
  };
}

/** The entry of an own message, as the server has stored it. */
function entryOf(
  { type, content, replyTo, mentions }: Pending,
  { seq, id, time, cid }: Sent,
  from: number,
): realtime.Entry {
  const entry = { seq, id, time, cid, type, content, kind: 'message', from } as const;
  return {
    ...entry,
    ...(replyTo !== undefined && { reply_to: replyTo }),
    ...(mentions !== undefined && { mentions }),
  };
}

function socketUrl(): string {
  return `${location.origin.replace(/^http/, 'ws')}/ws`;
}

function connectFriendshipApi({ token, userId }: Session, locale: () => string): ApiClient {
  return connectApi({
    url: '',
    token,
    userId,
    get locale() {
      return locale();
    },
  });
}

function connectChatApi(token: string, locale: () => string, transport = fetch): ImClient {
  return connectIm({
    url: '',
    token,
    fetch: transport,
    // Each call takes the language of its time.
    get locale() {
      return locale();
    },
  });
}

function openUploads(
  connection: Realtime,
  {
    token,
    locale,
    states,
  }: { readonly token: string; readonly locale: () => string; readonly states: Emitter<RealtimeState> },
): Uploads {
  return createUploads({
    upload: (listId, file, how) =>
      connectChatApi(token, locale, fetchWithProgress(how)).upload.chat({ list_id: listId }, file),
    isLive: () => connection.state === 'live',
    untilLive: () => untilLive(connection, states),
  });
}

const PAUSE_MS = 1000;

/** Resolves when the connection is there, at the earliest after a pause. */
async function untilLive(connection: Realtime, states: Emitter<RealtimeState>): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  if (connection.state === 'live') return;
  await new Promise<void>((resolve) => {
    const end = states.listen((state) => {
      if (state !== 'live') return;
      end();
      resolve();
    });
  });
}

function createEmitters() {
  return {
    entries: createEmitter<NewEntry>(),
    events: createEmitter<AccountEvent>(),
    takenDown: createEmitter<Omit<realtime.TakenDownFrame, 't'>>(),
    reads: createEmitter<Omit<realtime.ReadFrame, 't'>>(),
    signals: createEmitter<Omit<realtime.SignalFrame, 't'>>(),
    states: createEmitter<RealtimeState>(),
    resets: createEmitter<void>(),
    unkept: createEmitter<Pending>(),
  };
}

interface Parts {
  readonly conversations: Pick<Conversations, 'get'>;
  readonly chats: Chats;
  readonly drafts: Drafts;
}

/**
 * Loads again what an event has changed: its row of the list, a draft, and a conversation whose earlier entries can no longer
 * be read, or whose withheld ones were unlocked.
 */
function refresh({ type, data }: AccountEvent, { conversations, chats, drafts }: Parts): void {
  const { list_id: listId, user_id: userId } = data as { list_id?: string; user_id?: number }; // as the protocol names them
  if (type === 'contact_changed') {
    const rows = Object.values(chats.store.getState().rows);
    chats.refresh(rows.flatMap((row) => (row?.peer?.user_id === userId ? [row!.to] : [])));
  }
  if (listId === undefined) return;
  if (type === 'draft_changed') return drafts.refresh(listId);
  chats.refresh([listId]);
  if (type === 'conversation_cleared') conversations.get(listId)?.reset();
  if (type === 'conversation_changed') conversations.get(listId)?.resetIfWithheld();
}

/** Calls back when the network or the reader returns; returns the function that ends this. */
function onReturn(callback: () => void): () => void {
  const ifVisible = () => void (document.visibilityState === 'visible' && callback());
  addEventListener('online', callback);
  document.addEventListener('visibilitychange', ifVisible);
  return () => {
    removeEventListener('online', callback);
    document.removeEventListener('visibilitychange', ifVisible);
  };
}
