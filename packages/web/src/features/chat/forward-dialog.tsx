import { useRef, useState } from 'react';
import { fold } from '../../client/fold.js';
import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Notice } from '../../ui/notice.js';
import { SearchField } from '../../ui/search-field.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useChatBox, useFaceOf, useRefusal } from '../account/index.js';

interface ForwardDialogProps {
  readonly messages: readonly MessageRow[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Sends messages on to some chats, each in its order. */
export function ForwardDialog({ messages, onDone, onClose }: ForwardDialogProps) {
  const t = useTranslations('message');
  const app = useTranslations('app');
  const { chats } = useAccount();
  const box = useChatBox('main');
  const faceOf = useFaceOf();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { isBusy, refusal, forward } = useForward(messages);
  const shown = box.chats
    .map((chat) => ({ id: chat.to, ...faceOf(chat) }))
    .filter(({ name }) => fold(name).includes(fold(search.trim())));

  function toggle(listId: string): void {
    const next = new Set(chosen);
    if (!next.delete(listId)) next.add(listId);
    setChosen(next);
  }

  async function submit(): Promise<void> {
    if (!(await forward([...chosen]))) return;
    toast(t('forwarded', { count: chosen.size }));
    onDone();
    onClose();
  }

  return (
    <Dialog title={t('forwardTitle', { count: messages.length })} closeLabel={app('close')} onClose={onClose}>
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

/** What has arrived is not sent again when the reader tries once more. */
function useForward(messages: readonly MessageRow[]) {
  const { im } = useAccount();
  const refusalOf = useRefusal();
  const sent = useRef(new Set<string>());
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  async function forwardTo(listId: string): Promise<void> {
    for (const { entry } of messages) {
      const name = `${listId} ${entry?.id}`;
      if (!entry || sent.current.has(name)) continue;
      // One after the other, because their order counts.
      await im.message.zhuanMsg({ msgid: entry.id, list_id: listId });
      sent.current.add(name);
    }
  }

  async function forward(listIds: readonly string[]): Promise<boolean> {
    setBusy(true);
    setRefusal(undefined);
    const results = await Promise.allSettled(listIds.map(forwardTo));
    setBusy(false);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) setRefusal(refusalOf(failed.reason));
    return !failed;
  }

  return { isBusy, refusal, forward };
}
