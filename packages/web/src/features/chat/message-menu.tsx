import {
  Bookmark,
  CircleCheck,
  Copy,
  Flag,
  Forward,
  MailWarning,
  Pencil,
  Pin,
  PinOff,
  Reply,
  SmilePlus,
  Sticker,
  Undo2,
} from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { serverNow } from '../../client/clock.js';
import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { Menu, type MenuItem } from '../../ui/menu.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useRefusal } from '../account/index.js';
import { useAddSticker } from '../emoji/index.js';
import { useAddFavourite } from '../favourites/index.js';
import { useChatStore } from './chat-state.js';
import { beginEdit, deedsOf } from './deeds.js';
import { useMessageTools, type MenuAnchor } from './message-tools.js';
import { textOf } from './rules.js';
import { usePins } from './use-pins.js';
import { useRights } from './use-rights.js';

/** In one tap; the picker has all others. */
const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

interface MessageMenuProps {
  readonly row: MessageRow;
  readonly anchor: MenuAnchor;
  /** Takes the focus back. */
  readonly returnTo: HTMLElement;
  /** All emoji are to be shown. */
  readonly onPick: () => void;
  /** Who reacted is to be shown. */
  readonly onReactors: () => void;
  readonly onForward: (row: MessageRow) => void;
  readonly onReport: (row: MessageRow) => void;
  readonly onClose: () => void;
}

/** Everything that can be done with a message. Import it lazily. */
export function MessageMenu(props: MessageMenuProps) {
  const { row, anchor, returnTo, onPick, onClose } = props;
  const emojiWords = useTranslations('emoji');
  const t = useTranslations('message');
  const { react } = useMessageTools();
  const items = useItems(props);
  return (
    <Menu
      anchor={anchor}
      returnTo={returnTo}
      label={t('actions')}
      quick={
        row.entry?.withheld
          ? []
          : [
              ...QUICK.map((emoji) => ({
                text: emoji,
                label: t('react', { emoji }),
                isOn: row.reactions.some((one) => one.emoji === emoji && one.own === true),
                onChoose: () => react(row, emoji),
              })),
              { text: '＋', label: emojiWords('more'), isOn: false, keepsFocus: true, onChoose: onPick },
            ]
      }
      items={items}
      onClose={onClose}
    />
  );
}

function useItems({ row, onReactors, onForward, onReport }: MessageMenuProps): readonly MenuItem[] {
  const t = useTranslations('message');
  const { im, realtime } = useAccount();
  const { conversation, nameOf } = useMessageTools();
  const { listId } = conversation;
  const store = useChatStore(conversation);
  const refusalOf = useRefusal();
  const navigate = useNavigate();
  const addFavourite = useAddFavourite();
  const addSticker = useAddSticker();
  const may = deedsOf(row, { ...useRights(listId), listId, now: serverNow() });
  const { entry } = row;
  const isPinned = usePins(listId).some(({ id }) => id === entry?.id);
  if (!entry) return [];
  const { id } = entry;

  async function attempt(work: () => Promise<unknown>, done?: string): Promise<void> {
    try {
      await work();
      if (done !== undefined) toast(done);
    } catch (error) {
      toast(refusalOf(error));
    }
  }

  async function recall(): Promise<void> {
    await realtime.recall(listId, id);
    const text = textOf(row);
    if (row.isOwn && text !== undefined)
      store.setState(({ recalled }) => ({ recalled: new Map(recalled).set(id, text) }));
  }

  const item = (
    key: Parameters<typeof t>[0],
    icon: MenuItem['icon'],
    onChoose: () => void,
    more: Partial<MenuItem> = {},
  ): MenuItem => ({ icon, label: t(key), onChoose, ...more });

  return [
    may.reply &&
      item('reply', Reply, () => store.setState({ edit: undefined, reply: replyTo(row, nameOf) }), {
        keepsFocus: true,
      }),
    may.edit && item('edit', Pencil, () => store.setState({ edit: beginEdit(entry) }), { keepsFocus: true }),
    may.copy &&
      item(
        'copy',
        Copy,
        () => void attempt(() => navigator.clipboard.writeText(textOf(row) ?? ''), t('copied')),
      ),
    may.forward && item('forward', Forward, () => onForward(row), { keepsFocus: true }),
    may.keep && item('favourite', Bookmark, () => void addFavourite({ listId, id })),
    may.sticker !== undefined &&
      item('addSticker', Sticker, () => void attempt(() => addSticker(may.sticker ?? ''), t('stickerAdded'))),
    row.reactions.length > 0 && item('whoReacted', SmilePlus, onReactors, { keepsFocus: true }),
    may.pin &&
      item(
        isPinned ? 'unpin' : 'pin',
        isPinned ? PinOff : Pin,
        () => void attempt(() => realtime.pin(listId, id, !isPinned)),
      ),
    item('select', CircleCheck, () => store.setState({ selected: new Map([[id, row]]) }), {
      keepsFocus: true,
    }),
    !row.isOwn &&
      item(
        'markUnread',
        MailWarning,
        () =>
          void attempt(async () => {
            await navigate({ to: '/chats' });
            await im.chat.sign({ list_id: listId, no_reader_num: 1 });
          }),
      ),
    may.report && item('report', Flag, () => onReport(row), { isDanger: true, keepsFocus: true }),
    may.recall && item('recall', Undo2, () => void attempt(recall), { isDanger: true }),
  ].filter((one) => one !== false);
}

function replyTo(row: MessageRow, nameOf: (id: number) => string) {
  const { entry, from, alias, type } = row;
  if (!entry) return undefined;
  const quote = {
    id: entry.id,
    from,
    type,
    text: (textOf(row) ?? '').slice(0, 100),
  };
  return { seq: entry.seq, name: alias ?? nameOf(from), quote };
}
