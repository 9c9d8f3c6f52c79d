import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Notice } from '../../ui/notice.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useSubmit } from '../account/index.js';
import { PeoplePicker } from './people-picker.js';
import { ROLES, type Group } from './use-group.js';

interface AddDialogProps {
  readonly listId: string;
  readonly group: Group;
  readonly onClose: () => void;
}

/** Brings friends into a group. */
export function AddDialog({ listId, group, onClose }: AddDialogProps) {
  const t = useTranslations('groups');
  const app = useTranslations('app');
  const { im } = useAccount();
  const queries = useQueryClient();
  const { isBusy, refusal, submit } = useSubmit();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const members = new Set(group.member.map(({ user_id: id }) => id));
  const isAsked = group.group.need_check === 1 && group.is_action === ROLES.member;

  async function add(): Promise<void> {
    await im.message.addChat({ list_id: listId, users: [...chosen] });
    onClose();
    if (isAsked) toast(t('waiting'));
    await queries.invalidateQueries({ queryKey: ['conversation', listId] });
  }

  return (
    <Dialog title={t('add')} closeLabel={app('close')} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(add);
        }}
      >
        <PeoplePicker chosen={chosen} onChange={setChosen} without={members} />
        {isAsked && <p className="text-small text-secondary">{t('approvalHint')}</p>}
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        <Button look="main" type="submit" isBusy={isBusy} disabled={chosen.size === 0}>
          {t('addCount', { count: chosen.size })}
        </Button>
      </form>
    </Dialog>
  );
}
