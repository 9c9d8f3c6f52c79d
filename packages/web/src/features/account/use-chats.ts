import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Box } from '../../client/chats/chats.js';
import type { BoxName, Chat } from '../../client/chats/rules.js';
import { useTranslations } from '../../text/index.js';
import { useAccount } from './account.js';

/** A part of the list of conversations, as far as it is loaded. */
export function useChatBox(name: BoxName): Box {
  return useStore(useAccount().chats.store, (state) => state[name]);
}

/** A conversation's row of the list; null if it is not in the list, undefined until that is known. */
export function useChat(listId: string): Chat | null | undefined {
  const { chats } = useAccount();
  useEffect(() => chats.need(listId), [chats, listId]);
  return useStore(chats.store, ({ rows }) => rows[listId]);
}

/** How many messages wait in conversations that are not muted. */
export function useUnread(): number {
  return useStore(useAccount().chats.store, ({ unread }) => unread);
}

/** The name and the picture of a conversation. */
export interface Face {
  readonly name: string;
  /** The path of the picture below `/static/photo/`; empty without one. */
  readonly photo: string;
}

/** Gives the face of a row: that of the other person, or of the group. */
export function useFaceOf(): (chat: Pick<Chat, 'to' | 'kind' | 'name' | 'peer'>) => Face {
  const t = useTranslations('chats');
  return ({ to, kind, name, peer }) => {
    if (kind === 'group') return { name, photo: groupPhoto(to) };
    if (!peer) return { name: t('support'), photo: '' };
    return {
      name: peer.remark || peer.nickname,
      photo: peer.avatar === '' ? '' : `user/${peer.avatar}/300.jpg`,
    };
  };
}

/** The path of a group's picture, as `Avatar` takes it. */
export function groupPhoto(listId: string): string {
  return `group_photo/${listId}/90.jpg`;
}
