import type { realtime } from '@kith/contract';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Account } from '../../client/account.js';
import type { Conversation } from '../../client/messages/conversation.js';
import type { MessageRow } from '../../client/messages/rows.js';
import { useAccount } from '../account/index.js';
import type { Mentionable } from './mentionable.js';
import { without } from './rules.js';

/** The message that the next one replies to. */
export interface Reply {
  readonly seq: number;
  /** Its author, as the reader names them. */
  readonly name: string;
  readonly quote: realtime.Quote;
}

/** The own message whose text is being changed. */
export interface Edit {
  readonly id: string;
  readonly seq: number;
  readonly content: realtime.Content;
  readonly text: string;
  readonly isBusy: boolean;
}

/** What somebody is about to do in a chat. */
export interface ChatState {
  /** Kept across reloads, like the draft that it belongs to. */
  readonly reply: Reply | undefined;
  readonly edit: Edit | undefined;
  /**
   * The messages that are chosen, by their ids, each as it was then: `rowsNow` has what is newer. Undefined while nothing
   * is being chosen.
   */
  readonly selected: ReadonlyMap<string, MessageRow> | undefined;
  /** What is sent burns after it is read. */
  readonly burns: boolean;
  /** Those who were chosen after an `@`. */
  readonly mentions: readonly Mentionable[];
  /** The seq of a message that is to be shown. */
  readonly target: number | undefined;
  /** Own texts that were recalled here, by the id of the message: they can be written again. */
  readonly recalled: ReadonlyMap<string, string>;
}

export type ChatStore = StoreApi<ChatState>;

const stores = new WeakMap<Conversation, ChatStore>();

/** The state of a chat: one for each conversation, also while another one is open. */
export function chatStoreOf(account: Account, conversation: Conversation): ChatStore {
  const known = stores.get(conversation);
  if (known) return known;
  const { storage } = account;
  const { listId } = conversation;
  const store = createStore<ChatState>(() => ({
    reply: undefined,
    edit: undefined,
    selected: undefined,
    target: undefined,
    burns: false,
    mentions: [],
    recalled: new Map(),
  }));
  stores.set(conversation, store);
  // What was recalled or cleared can no longer be quoted, changed or chosen; the words of the draft stay.
  account.entries.listen(({ listId: to, entry }) => {
    if (to === listId && entry.kind === 'recall')
      store.setState((state) => without(state, entry.content['target']));
  });
  account.events.listen(({ type, data }) => {
    if (type === 'conversation_cleared' && data['list_id'] === listId)
      store.setState({ reply: undefined, edit: undefined, selected: undefined });
  });
  void storage.loadReply(listId).then((kept) => {
    if (kept !== undefined) store.setState(({ reply }) => ({ reply: reply ?? (kept as Reply) })); // saved below
    store.subscribe(({ reply }, before) => reply !== before.reply && storage.saveReply(listId, reply));
  });
  return store;
}

/** The state of a chat, for those who change it. */
export function useChatStore(conversation: Conversation): ChatStore {
  return chatStoreOf(useAccount(), conversation);
}

/** A part of the state of a chat. */
export function useChatState<T>(conversation: Conversation, select: (state: ChatState) => T): T {
  return useStore(useChatStore(conversation), select);
}

/** Shows a message of a conversation, as soon as its chat is open, and marks it for a moment. */
export function showMessage(account: Account, listId: string, seq: number): void {
  chatStoreOf(account, account.conversation(listId)).setState({ target: seq });
}
