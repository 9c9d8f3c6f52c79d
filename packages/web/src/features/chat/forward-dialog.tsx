import { useRef } from 'react';
import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { useAccount } from '../account/index.js';
import { SendToChats } from '../conversations/index.js';

interface ForwardDialogProps {
  readonly messages: readonly MessageRow[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Sends messages on to some chats, each in its order. */
export function ForwardDialog({ messages, onDone, onClose }: ForwardDialogProps) {
  const t = useTranslations('message');
  const { im } = useAccount();
  /** What has arrived is not sent again when the reader tries once more. */
  const sent = useRef(new Set<string>());

  async function forwardTo(listId: string): Promise<void> {
    for (const { entry } of messages) {
      const name = `${listId} ${entry?.id}`;
      if (!entry || sent.current.has(name)) continue;
      // One after the other, because their order counts.
      await im.message.zhuanMsg({ msgid: entry.id, list_id: listId });
      sent.current.add(name);
    }
  }

  return (
    <SendToChats
      title={t('forwardTitle', { count: messages.length })}
      send={forwardTo}
      onDone={onDone}
      onClose={onClose}
    />
  );
}
