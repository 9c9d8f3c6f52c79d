import {
  Archive,
  ArchiveRestore,
  Bell,
  BellOff,
  Eraser,
  ListX,
  MailCheck,
  MailOpen,
  Pin,
  PinOff,
} from 'lucide-react';
import { useRef, useState } from 'react';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { Chat } from '../../client/chats/rules.js';
import { useTranslations } from '../../text/index.js';
import { Confirm } from '../../ui/confirm.js';
import { Menu, type MenuItem } from '../../ui/menu.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useFaceOf, useRefusal } from '../account/index.js';

interface RowMenuProps {
  readonly chat: Chat;
  readonly anchor: Element;
  readonly onClose: () => void;
}

/** What can be done with a conversation of the list. */
export function RowMenu({ chat, anchor, onClose }: RowMenuProps) {
  const t = useTranslations('chats');
  const app = useTranslations('app');
  const { im, chats } = useAccount();
  const refusal = useRefusal();
  const navigate = useNavigate();
  const { listId: openId } = useParams({ strict: false });
  const { name } = useFaceOf()(chat);
  const [asked, setAsked] = useState<'clear' | 'remove'>();
  const isAsking = useRef(false);
  const { to: list_id } = chat;
  const marks = useMarks(chat);

  function ask(what: 'clear' | 'remove'): void {
    isAsking.current = true;
    setAsked(what);
  }

  async function remove(): Promise<void> {
    await im.chat.deleteChat({ list_id });
    chats.refresh([list_id]);
    if (openId === list_id) await navigate({ to: '/chats', search: (before) => before });
  }

  if (asked !== undefined)
    return (
      <Confirm
        title={t(`${asked}Title`, { name })}
        hint={t(`${asked}Hint`)}
        action={t(asked)}
        labels={{ close: app('close'), cancel: app('cancel') }}
        refusalOf={refusal}
        onConfirm={() => (asked === 'clear' ? im.remove.del_log({ list_id, type: 1 }) : remove())}
        onClose={onClose}
      />
    );
  return (
    <Menu
      anchor={anchor}
      label={t('actionsOf', { name })}
      onClose={() => isAsking.current || onClose()}
      items={[
        ...marks,
        { icon: Eraser, label: t('clear'), onChoose: () => ask('clear'), isDanger: true, keepsFocus: true },
        { icon: ListX, label: t('remove'), onChoose: () => ask('remove'), isDanger: true, keepsFocus: true },
      ]}
    />
  );
}

/** What can be taken back. */
function useMarks({ to: list_id, pinned, silent, archived, unread }: Chat): readonly MenuItem[] {
  const t = useTranslations('chats');
  const { im, chats } = useAccount();
  const refusal = useRefusal();

  async function act(work: Promise<unknown>): Promise<void> {
    try {
      await work;
      chats.refresh([list_id]);
    } catch (error) {
      toast(refusal(error));
    }
  }

  const flip = (is: boolean | undefined) => (is ? 0 : 1);
  const read: MenuItem =
    unread > 0
      ? {
          icon: MailCheck,
          label: t('markRead'),
          onChoose: () => void act(im.message.updataNoReader({ list_id })),
        }
      : {
          icon: MailOpen,
          label: t('markUnread'),
          onChoose: () => void act(im.chat.sign({ list_id, no_reader_num: 1 })),
        };
  const pin: MenuItem = {
    icon: pinned ? PinOff : Pin,
    label: t(pinned ? 'unpin' : 'pin'),
    onChoose: () => void act(im.message.chatTop({ list_id, value: flip(pinned) })),
  };
  return [
    read,
    ...(archived ? [] : [pin]),
    {
      icon: silent ? Bell : BellOff,
      label: t(silent ? 'unmute' : 'mute'),
      onChoose: () => void act(im.message.msgDisturb({ list_id, value: flip(silent) })),
    },
    {
      icon: archived ? ArchiveRestore : Archive,
      label: t(archived ? 'unarchive' : 'archive'),
      onChoose: () => void act(im.chat.archive({ list_id, value: flip(archived) })),
    },
  ];
}
