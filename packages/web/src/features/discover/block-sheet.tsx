import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { api, Result } from '@kith/contract';
import { useLocale, useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Notice } from '../../ui/notice.js';
import { Skeleton } from '../../ui/skeleton.js';
import { toast } from '../../ui/toast.js';
import { Loaded, useAccount, useSubmit } from '../account/index.js';

interface BlockSheetProps {
  readonly userId: number;
  readonly name: string;
  readonly action: 'ban' | 'report';
  /** The two no longer see each other. */
  readonly onBlocked?: (() => Promise<void>) | undefined;
  readonly onClose: () => void;
}

/** What a ban or a report does, and its reason. */
export function BlockSheet({ userId, name, action, onBlocked, onClose }: BlockSheetProps) {
  const t = useTranslations('block');
  const app = useTranslations('app');
  const locale = useLocale();
  const { api, chats } = useAccount();
  const queries = useQueryClient();
  const [reasonId, setReasonId] = useState<string>();
  const [text, setText] = useState('');
  const { isBusy, refusal, submit } = useSubmit();
  const asked = useQuery({
    queryKey: ['block-reasons', locale],
    queryFn: () => api.chat.getBlockReasonsList(),
  });
  const reasons = asked.data?.filter((reason) => reason.reason_type === action);
  const chosen =
    reasons?.find(({ id }) => id === reasonId) ?? (reasons?.length === 1 ? reasons[0] : undefined);

  async function block(): Promise<void> {
    if (!chosen) return;
    await api.chat.friendship_block({
      target_id: userId,
      action,
      block_reason_id: Number(chosen.id),
      ...(text.trim() !== '' && { report_text: text.trim() }),
    });
    onClose();
    toast(t(`${action}.done`, { name }));
    if (action === 'report') return;
    await onBlocked?.();
    // Only the lists: what belongs to this person alone would be refused now.
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['strangers'], exact: true }),
      ...['discover', 'contacts'].map((list) => queries.invalidateQueries({ queryKey: [list] })),
    ]);
    queries.removeQueries({ queryKey: ['card', userId] });
    await chats.catchUp();
  }

  return (
    <Dialog title={t(`${action}.title`, { name })} closeLabel={app('close')} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(block);
        }}
      >
        <p className="text-small text-secondary">{t(`${action}.effect`)}</p>
        <Loaded of={asked} loading={<Skeleton className="h-32" />}>
          {() =>
            reasons &&
            reasons.length > 1 && <Reasons reasons={reasons} chosenId={chosen?.id} onChoose={setReasonId} />
          }
        </Loaded>
        {(action === 'report' || chosen?.need_text) && (
          <textarea
            aria-label={t(chosen?.need_text ? 'text' : 'optionalText')}
            placeholder={t(chosen?.need_text ? 'text' : 'optionalText')}
            rows={3}
            maxLength={1000}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="resize-none rounded-control border border-edge bg-panel px-3 py-2 placeholder:text-secondary"
          />
        )}
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        <Button
          type="submit"
          look={action === 'ban' ? 'danger' : 'main'}
          isBusy={isBusy}
          disabled={!chosen || (chosen.need_text && text.trim() === '')}
        >
          {t(`${action}.submit`)}
        </Button>
      </form>
    </Dialog>
  );
}

function Reasons({
  reasons,
  chosenId,
  onChoose,
}: {
  readonly reasons: Result<typeof api.chat.getBlockReasonsList>;
  readonly chosenId: string | undefined;
  readonly onChoose: (id: string) => void;
}) {
  const t = useTranslations('block');
  return (
    <fieldset className="flex flex-col">
      <legend className="pb-1 text-small font-medium">{t('reason')}</legend>
      {reasons.map(({ id, title, description }) => (
        <label key={id} className="flex gap-3 rounded-control px-2 py-2 hover:bg-hover">
          <input
            type="radio"
            name="reason"
            value={id}
            checked={id === chosenId}
            onChange={() => onChoose(id)}
            className="mt-1 size-4 shrink-0"
          />
          <span>
            {title}
            {description !== '' && <span className="block text-small text-secondary">{description}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
