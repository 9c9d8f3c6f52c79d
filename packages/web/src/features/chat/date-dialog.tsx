import { useState } from 'react';
import { seqAtTime } from '../../client/messages/find-day.js';
import type { Conversation } from '../../client/messages/conversation.js';
import { useTranslations } from '../../text/index.js';
import { Dialog } from '../../ui/dialog.js';
import { Notice } from '../../ui/notice.js';
import { useAccount } from '../account/index.js';
import { useChatStore } from './chat-state.js';
import { Calendar } from './calendar-grid.js';

interface DateDialogProps {
  readonly conversation: Conversation;
  readonly onClose: () => void;
}

/** A calendar: a day shows the first message of that day or after it. */
export function DateDialog({ conversation, onClose }: DateDialogProps) {
  const t = useTranslations('chatSearch');
  const app = useTranslations('app');
  const { realtime } = useAccount();
  const store = useChatStore(conversation);
  const [hasFailed, setFailed] = useState(false);

  async function choose(day: Date): Promise<void> {
    const { listId } = conversation;
    try {
      const newest =
        (await realtime.sync(listId, { before: 2_147_483_647, limit: 1 })).entries.at(-1)?.seq ?? 0;
      const seq = await seqAtTime(realtime, { listId, newest, time: day.getTime() });
      store.setState({ target: seq ?? newest });
      onClose();
    } catch {
      setFailed(true);
    }
  }

  return (
    <Dialog title={t('toDay')} closeLabel={app('close')} onClose={onClose}>
      <Calendar onChoose={(day) => void choose(day)} />
      {hasFailed && <Notice isError>{t('failed')}</Notice>}
    </Dialog>
  );
}
