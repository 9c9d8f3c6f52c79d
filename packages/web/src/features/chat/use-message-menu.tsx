import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import type { Conversation } from '../../client/messages/conversation.js';
import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useRefusal } from '../account/index.js';
import { BlockSheet } from '../discover/index.js';
import { EmojiPopover } from '../emoji/index.js';
import { useChatStore } from './chat-state.js';
import { useMentionable } from './use-mentionable.js';
import type { MenuAnchor, MessageTools } from './message-tools.js';

const MessageMenu = lazy(() => import('./message-menu.js').then((file) => ({ default: file.MessageMenu })));

const ReactorsPopover = lazy(() =>
  import('./reactors-popover.js').then((file) => ({ default: file.ReactorsPopover })),
);
const ForwardDialog = lazy(() =>
  import('./forward-dialog.js').then((file) => ({ default: file.ForwardDialog })),
);

/** Everybody, in the languages of this client. */
const EVERYBODY = ['everyone', '所有人'];

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
  readonly forward: (messages: readonly MessageRow[]) => void;
} {
  const t = useTranslations('message');
  const { realtime, session } = useAccount();
  const refusalOf = useRefusal();
  const store = useChatStore(conversation);
  const members = useMentionable(conversation.listId);
  const [menu, setMenu] = useState<Opened>();
  const [reactors, setReactors] = useState<Opened>();
  const [picking, setPicking] = useState<Opened>();
  const [forwarded, setForwarded] = useState<readonly MessageRow[]>();
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
      mentionNames: (id) =>
        id === 'all'
          ? EVERYBODY
          : id === session.userId
            ? [session.name]
            : members.filter((one) => one.id === id).flatMap(({ name, shownName }) => [name, shownName]),
      isMentioned: ({ mentions, isOwn }) =>
        !isOwn && (mentions === 'all' || (mentions?.includes(session.userId) ?? false)),
    }),
    // eslint-disable-next-line react/exhaustive-deps -- `jump` and the words differ each time, but do the same
    [conversation, isGroup, nameOf, realtime, session, members],
  );
  const layers = (
    <Suspense>
      {menu && (
        <MessageMenu
          {...menu}
          onForward={(row) => setForwarded([row])}
          onPick={() => setPicking(menu)}
          onReactors={() => setReactors(menu)}
          onReport={setReported}
          onClose={() => setMenu(undefined)}
        />
      )}
      {picking && (
        <EmojiPopover
          anchor={picking.anchor}
          returnTo={picking.returnTo}
          onPick={(emoji) => tools.react(picking.row, emoji)}
          onClose={() => setPicking(undefined)}
        />
      )}
      {reactors && <ReactorsPopover {...reactors} onClose={() => setReactors(undefined)} />}
      {forwarded && (
        <ForwardDialog
          messages={forwarded}
          onDone={() => store.setState({ selected: undefined })}
          onClose={() => setForwarded(undefined)}
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
  return { tools, layers, forward: setForwarded };
}
