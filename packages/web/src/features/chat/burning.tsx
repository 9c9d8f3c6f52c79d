import { Flame } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useRefusal } from '../account/index.js';
import { Content } from './content.js';
import { useMessageTools } from './message-tools.js';
import { useRights } from './use-rights.js';

/** A message that disappears for both sides after it is read: covered until the reader opens it, then for some seconds. */
export function Burning({ row }: { readonly row: MessageRow }) {
  const t = useTranslations('message');
  const { listId } = useMessageTools().conversation;
  const { burnMs } = useRights(listId);
  const burn = useBurn(listId, row.entry?.id ?? '');
  const [isOpen, setOpen] = useState(false);
  const [leftMs, setLeftMs] = useState(burnMs);
  useEffect(() => {
    if (!isOpen) return undefined;
    const end = Date.now() + burnMs;
    const timer = setInterval(() => setLeftMs(end - Date.now()), 200);
    const done = setTimeout(() => setOpen(false), burnMs);
    return () => {
      clearInterval(timer);
      clearTimeout(done);
      // Read, whether the time is over or the reader has gone on.
      burn();
    };
    // eslint-disable-next-line react/exhaustive-deps -- a new wording of refusals begins nothing anew
  }, [isOpen, burnMs]);
  if (!isOpen)
    return (
      <button
        type="button"
        className="inline-flex items-center gap-2 font-medium text-accent"
        onClick={() => {
          setLeftMs(burnMs);
          setOpen(true);
        }}
      >
        <Icon of={Flame} />
        {t('burnOpen')}
      </button>
    );
  return (
    <span>
      <Content row={row} />
      <span role="timer" className="block text-meta text-secondary tabular-nums">
        {t('burnLeft', { count: Math.max(0, Math.ceil(leftMs / 1000)) })}
      </span>
    </span>
  );
}

function useBurn(listId: string, id: string): () => void {
  const { im } = useAccount();
  const refusalOf = useRefusal();
  return () => {
    im.message.burnRead({ list_id: listId, msg_id: id }).catch((error: unknown) => toast(refusalOf(error)));
  };
}
