import { useState } from 'react';
import { fold } from '../../client/fold.js';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Notice } from '../../ui/notice.js';
import { SearchField } from '../../ui/search-field.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useChatBox, useFaceOf, useRefusal } from '../account/index.js';

interface SendToChatsProps {
  readonly title: string;
  /** Sends what there is to one chat. It is called again for those that have failed, if the reader tries once more. */
  readonly send: (listId: string) => Promise<void>;
  readonly onDone?: () => void;
  readonly onClose: () => void;
}

/** Sends something to the chats that the reader chooses. */
export function SendToChats({ title, send, onDone, onClose }: SendToChatsProps) {
  const t = useTranslations('message');
  const app = useTranslations('app');
  const { chats } = useAccount();
  const box = useChatBox('main');
  const faceOf = useFaceOf();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { isBusy, refusal, sendTo } = useSend(send);
  const shown = box.chats
    .map((chat) => ({ id: chat.to, ...faceOf(chat) }))
    .filter(({ name }) => fold(name).includes(fold(search.trim())));

  function toggle(listId: string): void {
    const next = new Set(chosen);
    if (!next.delete(listId)) next.add(listId);
    setChosen(next);
  }

  async function submit(): Promise<void> {
    if (!(await sendTo([...chosen]))) return;
    toast(t('forwarded', { count: chosen.size }));
    onDone?.();
    onClose();
  }

  return (
    <Dialog title={title} closeLabel={app('close')} onClose={onClose}>
      <div className="flex flex-col gap-3">
        <SearchField label={t('findChat')} value={search} onChange={setSearch} autoFocus />
        <div className="-mx-2 h-72 overflow-y-auto">
          {box.loading === 'loading' && <SkeletonRows count={4} />}
          {shown.length === 0 && !box.hasMore && box.loading !== 'loading' && (
            <p className="p-4 text-center text-secondary">{t('noChat')}</p>
          )}
          <ul>
            {shown.map(({ id, name, photo }) => (
              <li key={id}>
                <label className="flex h-14 items-center gap-3 rounded-control px-2 hover:bg-hover">
                  <input
                    type="checkbox"
                    className="size-5"
                    checked={chosen.has(id)}
                    onChange={() => toggle(id)}
                  />
                  <Avatar id={id} name={name} photo={photo} size="small" />
                  <span className="truncate">{name}</span>
                </label>
              </li>
            ))}
          </ul>
          {box.hasMore && (
            <Button look="quiet" className="w-full" onClick={() => void chats.loadMore('main')}>
              {t('moreChats')}
            </Button>
          )}
        </div>
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        <Button look="main" isBusy={isBusy} disabled={chosen.size === 0} onClick={() => void submit()}>
          {t('forward')}
        </Button>
      </div>
    </Dialog>
  );
}

function useSend(send: (listId: string) => Promise<void>) {
  const refusalOf = useRefusal();
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  async function sendTo(listIds: readonly string[]): Promise<boolean> {
    setBusy(true);
    setRefusal(undefined);
    const results = await Promise.allSettled(listIds.map(send));
    setBusy(false);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) setRefusal(refusalOf(failed.reason));
    return !failed;
  }

  return { isBusy, refusal, sendTo };
}
