import { contentNameOf } from '@kith/contract';
import { useStore } from 'zustand';
import type { Chat } from '../../client/chats/rules.js';
import { useTranslations } from '../../text/index.js';
import { useAccount, useWriters } from '../account/index.js';
import { Typing } from '../groups/index.js';
import { useLineText } from './use-line-text.js';

/** Who is writing, what the reader has begun to write, or the last message. */
export function Preview({ chat, isOpen }: { readonly chat: Chat; readonly isOpen: boolean }) {
  const t = useTranslations('chats');
  const { drafts } = useAccount();
  const draft = useStore(drafts.store, (all) => all[chat.to] ?? '');
  const writers = useWriters(chat.to);
  return (
    <span className="min-w-0 grow truncate text-small text-secondary">
      {writers.length > 0 ? (
        <span className="text-accent">
          <Typing listId={chat.to} writers={writers} isGroup={chat.kind === 'group'} />
        </span>
      ) : draft !== '' && !isOpen ? (
        <>
          <span className="text-danger">{t('draft')}</span> {draft}
        </>
      ) : (
        <Last chat={chat} />
      )}
    </span>
  );
}

function Last({ chat: { kind, name, last } }: { readonly chat: Chat }) {
  const t = useTranslations('chats');
  const content = useTranslations('content');
  const { session } = useAccount();
  const lineText = useLineText();
  if (!last) return t('nothingYet');
  const isOwn = last.from === session.userId;
  if (last.kind !== 'message') return lineText({ ...last, name: last.name ?? '', groupName: name });
  const text = last.recalled
    ? t('recalled')
    : last.withheld
      ? t('withheld')
      : last.text !== ''
        ? last.text
        : t('bracketed', { text: content(contentNameOf(last.type) ?? 'unknown') });
  const author = isOwn ? t('you') : (last.alias ?? last.name);
  return kind === 'group' && author !== undefined ? t('said', { author, text }) : text;
}
