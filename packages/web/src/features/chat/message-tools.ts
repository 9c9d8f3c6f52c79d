import { createContext, use } from 'react';
import type { Conversation } from '../../client/messages/conversation.js';
import type { MessageRow } from '../../client/messages/rows.js';

/** Where a menu opens: beside an element, or at the pointer. */
export type MenuAnchor = Element | { getBoundingClientRect(): DOMRect };

/** What the messages of a chat share. */
export interface MessageTools {
  readonly conversation: Conversation;
  readonly isGroup: boolean;
  /** The name of a member; the reader's own is "You". */
  readonly nameOf: (id: number) => string;
  readonly openMenu: (row: MessageRow, anchor: MenuAnchor, returnTo: HTMLElement) => void;
  /** Shows another message; the reader can come back to the one that referred to it. */
  readonly show: (seq: number, from?: number) => void;
  readonly react: (row: MessageRow, emoji: string) => void;
  /** The names of a member as they stand after an `@`; for `all`, that of everybody. */
  readonly mentionNames: (id: number | 'all') => readonly string[];
  readonly isMentioned: (row: MessageRow) => boolean;
}

export const MessageContext = createContext<MessageTools | undefined>(undefined);

/** The seq of the message whose button the Tab key reaches. */
export const CurrentMessage = createContext<number | undefined>(undefined);

/** The tools of the chat around a message. */
export function useMessageTools(): MessageTools {
  const tools = use(MessageContext);
  if (!tools) throw new Error('This is no part of a chat.');
  return tools;
}

const NOBODY: readonly string[] = [];

/** The names of those whom a message mentions. */
export function useMentioned({ mentions }: MessageRow): readonly string[] {
  const { mentionNames } = useMessageTools();
  if (mentions === undefined) return NOBODY;
  return mentions === 'all' ? mentionNames(mentions) : mentions.flatMap(mentionNames);
}
