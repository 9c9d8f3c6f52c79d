import type { realtime } from '@kith/contract';
import { connectApi, connectIm, connectRealtime } from '@kith/sdk';
import type { ApiClient, ImClient, Realtime, RealtimeState } from '@kith/sdk';
import { createEmitter, type Emitter } from './emitter.js';
import { createConversation, type Conversation } from './messages/conversation.js';
import { endSession, type Session } from './session.js';

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
  /** The same object for the same conversation, as long as the account is open. */
  conversation(listId: string): Conversation;
  readonly entries: Emitter<NewEntry>;
  readonly events: Emitter<AccountEvent>;
  readonly reads: Emitter<Omit<realtime.ReadFrame, 't'>>;
  readonly typing: Emitter<Omit<realtime.TypingFrame, 't'>>;
  readonly presence: Emitter<readonly realtime.UserPresence[]>;
  readonly states: Emitter<RealtimeState>;
  /** The state of the server may be a different one: everything must be loaded again. */
  readonly resets: Emitter<void>;
  close(): void;
}

/** Connects an account. `locale` is the language of the server's refusals. */
export function openAccount(session: Session, locale: () => string): Account {
  const { token, userId } = session;
  const conversations = new Map<string, Conversation>();
  const emitters = {
    entries: createEmitter<NewEntry>(),
    events: createEmitter<AccountEvent>(),
    reads: createEmitter<Omit<realtime.ReadFrame, 't'>>(),
    typing: createEmitter<Omit<realtime.TypingFrame, 't'>>(),
    presence: createEmitter<readonly realtime.UserPresence[]>(),
    states: createEmitter<RealtimeState>(),
    resets: createEmitter<void>(),
  };
  const connection = connectRealtime({
    url: `${location.origin.replace(/^http/, 'ws')}/ws`,
    token,
    WebSocket,
    onEntry: (listId, entry) => {
      conversations.get(listId)?.receive(entry);
      emitters.entries.emit({ listId, entry });
    },
    onRead: (read) => {
      conversations.get(read.to)?.noteRead(read.user_id, read.seq);
      emitters.reads.emit(read);
    },
    onTyping: emitters.typing.emit,
    onPresence: emitters.presence.emit,
    onEvent: (event) => {
      // Earlier entries can no longer be read, or withheld ones were unlocked.
      const { type, data } = event;
      const concerned = conversations.get(String(data['list_id']));
      if (type === 'conversation_cleared') concerned?.reset();
      if (type === 'conversation_changed') concerned?.resetIfWithheld();
      emitters.events.emit(event);
    },
    onState: (state) => emitters.states.emit(state),
    onReset: () => {
      for (const conversation of conversations.values()) conversation.reset();
      emitters.resets.emit();
    },
    onSignedOut: () => endSession({ isRevoked: true }),
  });
  const wake = () => connection.wake();
  const wakeIfVisible = () => void (document.visibilityState === 'visible' && wake());
  addEventListener('online', wake);
  document.addEventListener('visibilitychange', wakeIfVisible);

  function conversation(listId: string): Conversation {
    let found = conversations.get(listId);
    if (!found) {
      found = createConversation({ listId, ownId: userId, realtime: connection });
      conversations.set(listId, found);
    }
    return found;
  }

  return {
    session,
    // Each call takes the language of its time.
    get im() {
      return connectIm({ url: '', token, locale: locale() });
    },
    api: connectApi({ url: '', token, userId }),
    realtime: connection,
    conversation,
    ...emitters,
    close: () => {
      removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', wakeIfVisible);
      connection.close();
    },
  };
}
