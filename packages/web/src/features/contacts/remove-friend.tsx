import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Notice } from '../../ui/notice.js';
import { useAccount, useSubmit } from '../account/index.js';

interface RemoveFriendProps {
  readonly id: number;
  readonly name: string;
  readonly onClose: () => void;
}

/** Asks before a friendship ends. */
export function RemoveFriend({ id, name, onClose }: RemoveFriendProps) {
  const t = useTranslations('contacts');
  const app = useTranslations('app');
  const { im } = useAccount();
  const queries = useQueryClient();
  const { isBusy, refusal, submit } = useSubmit();

  async function remove(): Promise<void> {
    await im.remove.friend({ user_id: id });
    onClose();
    await Promise.all(['person', 'contacts'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  }

  return (
    <Dialog title={t('removeTitle', { name })} closeLabel={app('close')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p>{t('removeHint')}</p>
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{app('cancel')}</Button>
          <Button look="danger" onClick={() => void submit(remove)} isBusy={isBusy}>
            {t('remove')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
