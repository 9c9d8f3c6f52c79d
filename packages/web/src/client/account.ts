import type { realtime } from '@kith/contract';
import { connectApi, connectIm, connectRealtime } from '@kith/sdk';
import type { ApiClient, ImClient, Realtime, RealtimeState, Sent } from '@kith/sdk';
import { openDrafts, type Drafts } from './drafts.js';
import { openAttachments, type Attachments } from './attachments.js';
import { createEmitter, type Emitter } from './emitter.js';
import { createConversation, type Conversation } from './messages/conversation.js';
import { createOutbox, type Pending } from './messages/outbox.js';
import { createPresence, type Presence } from './presence.js';
import { openStorage, type AccountStorage } from './storage.js';
import { openTab } from './tabs.js';
import { createTyping, type Typing } from './typing.js';
import { noteRevoked, type Session } from './session.js';
import { createUploads, fetchWithProgress, type Uploads } from './uploads.js';

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
  readonly reads: Emitter<Omit<realtime.ReadFrame, 't'>>;
  readonly drafts: Drafts;
  readonly attachments: Attachments;
  readonly uploads: Uploads;
  /** The file of a message under way is lost if this page ends: the browser has no room for it. */
  readonly unkept: Emitter<Pending>;
  readonly typing: Typing;
  readonly presence: Presence;
  readonly states: Emitter<RealtimeState>;
  /** The state of the server may be a different one: everything must be loaded again. */
  readonly resets: Emitter<void>;
  close(): void;
}

/** Connects an account. `locale` is the language of the server's refusals. */
export function openAccount(session: Session, locale: () => string): Account {
  const { token, userId } = session;
  const conversations = new Map<string, Conversation>();
  const emitters = createEmitters();
  const connection = connectRealtime({
    url: socketUrl(),
    token,
    WebSocket,
    onEntry: (listId, entry) => {
      if (entry.cid !== undefined && entry.from === userId) outbox.settle(entry.cid);
      conversations.get(listId)?.receive(entry);
      if (entry.kind === 'message') typing.note(listId, entry.from, false);
      emitters.entries.emit({ listId, entry });
    },
    onRead: (read) => {
      conversations.get(read.to)?.noteRead(read.user_id, read.seq);
      emitters.reads.emit(read);
    },
    onTyping: ({ to, user_id, on }) => typing.note(to, user_id, on),
    onPresence: (users) => presence.note(users),
    onEvent: (event) => {
      refresh(event, conversations);
      emitters.events.emit(event);
    },
    onState: (state) => emitters.states.emit(state),
    onReset: () => {
      for (const conversation of conversations.values()) conversation.reset();
      emitters.resets.emit();
    },
    onSignedOut: noteRevoked,
  });
  const typing = createTyping({ realtime: connection });
  const presence = createPresence(connection);
  const storage = openStorage(userId);
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
  const kept = { load: storage.loadEntries, save: storage.saveEntries };
  const parts = { realtime: connection, outbox, kept };
  void outbox.adopt();
  const stopWaking = onReturn(() => {
    connection.wake();
    void outbox.adopt();
  });

  function conversation(listId: string): Conversation {
    const found = conversations.get(listId) ?? createConversation({ listId, ownId: userId, ...parts });
    conversations.set(listId, found);
    return found;
  }

  return {
    session,
    im: connectChatApi(token, locale),
    api: connectApi({ url: '', token, userId }),
    realtime: connection,
    storage,
    drafts: openDrafts(storage),
    attachments: openAttachments(storage),
    uploads,
    typing,
    presence,
    conversation,
    ...emitters,
    close: () => {
      for (const part of [connection, tab, storage]) part.close();
      stopWaking();
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
    reads: createEmitter<Omit<realtime.ReadFrame, 't'>>(),
    states: createEmitter<RealtimeState>(),
    resets: createEmitter<void>(),
    unkept: createEmitter<Pending>(),
  };
}

/** Loads a conversation again whose earlier entries can no longer be read, or whose withheld ones were unlocked. */
function refresh({ type, data }: AccountEvent, conversations: ReadonlyMap<string, Conversation>): void {
  const concerned = conversations.get(String(data['list_id']));
  if (type === 'conversation_cleared') concerned?.reset();
  if (type === 'conversation_changed') concerned?.resetIfWithheld();
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
