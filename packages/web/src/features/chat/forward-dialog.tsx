import { useRef } from 'react';
import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { Refused, useAccount } from '../account/index.js';
import { SendToChats } from '../conversations/index.js';
import { useMessageTools } from './message-tools.js';

interface ForwardDialogProps {
  readonly messages: readonly MessageRow[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Sends messages on to some chats, each in its order. */
export function ForwardDialog({ messages, onDone, onClose }: ForwardDialogProps) {
  const t = useTranslations('message');
  const { im } = useAccount();
  const { conversation } = useMessageTools();
  /** What has arrived is not sent again when the reader tries once more. */
  const sent = useRef(new Set<string>());

  /** Without those that were recalled since the dialog was opened. */
  function left(): readonly string[] {
    const gone = new Set(conversation.getState().entries.flatMap(({ id, recalled }) => (recalled ? id : [])));
    return messages.flatMap(({ entry }) => (entry && !gone.has(entry.id) ? entry.id : []));
  }

  async function forwardTo(listId: string): Promise<void> {
    const ids = left();
    if (ids.length === 0) throw new Refused(t('forwardGone', { count: messages.length }));
    for (const id of ids) {
      const name = `${listId} ${id}`;
      if (sent.current.has(name)) continue;
      // One after the other, because their order counts.
      await im.message.zhuanMsg({ msgid: id, list_id: listId });
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
