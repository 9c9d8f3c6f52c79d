import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import type { Conversation } from '../../client/messages/conversation.js';
import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useRefusal } from '../account/index.js';
import { BlockSheet } from '../discover/index.js';
import type { MenuAnchor, MessageTools } from './message-tools.js';

const MessageMenu = lazy(() => import('./message-menu.js').then((file) => ({ default: file.MessageMenu })));

interface Opened {
  readonly row: MessageRow;
  readonly anchor: MenuAnchor;
  readonly returnTo: HTMLElement;
}

interface Options {
  readonly conversation: Conversation;
  readonly isGroup: boolean;
  readonly nameOf: (id: number) => string;
  readonly jump: (seq: number, from?: number) => void;
}

/** What the messages of a chat share, and the layers that open above them. */
export function useMessageMenu({ conversation, isGroup, nameOf, jump }: Options): {
  readonly tools: MessageTools;
  readonly layers: ReactNode;
} {
  const t = useTranslations('message');
  const { realtime, session } = useAccount();
  const refusalOf = useRefusal();
  const [menu, setMenu] = useState<Opened>();
  const [reported, setReported] = useState<MessageRow>();
  const tools = useMemo(
    (): MessageTools => ({
      conversation,
      isGroup,
      nameOf: (id) => (id === session.userId ? t('you') : nameOf(id)),
      openMenu: (row, anchor, returnTo) => setMenu({ row, anchor, returnTo }),
      show: jump,
      react: ({ entry, reactions }, emoji) => {
        if (!entry) return;
        const isOn = reactions.some((one) => one.emoji === emoji && one.own === true);
        realtime.react(conversation.listId, entry.id, emoji, !isOn).catch((error: unknown) => {
          toast(refusalOf(error));
        });
      },
    }),
    // eslint-disable-next-line react/exhaustive-deps -- `jump` and the words differ each time, but do the same
    [conversation, isGroup, nameOf, realtime, session.userId],
  );
  const layers = (
    <Suspense>
      {menu && (
        <MessageMenu
          {...menu}
          onForward={() => undefined}
          onReport={setReported}
          onClose={() => setMenu(undefined)}
        />
      )}
      {reported && (
        <BlockSheet
          userId={reported.from}
          name={nameOf(reported.from)}
          action="report"
          onClose={() => setReported(undefined)}
        />
      )}
    </Suspense>
  );
  return { tools, layers };
}
