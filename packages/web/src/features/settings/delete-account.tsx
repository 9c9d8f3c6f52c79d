import { useState } from 'react';
import { noteDeletion } from '../../client/session.js';
import { useTranslations } from '../../text/index.js';
import { Dialog } from '../../ui/dialog.js';
import { useAccount } from '../account/index.js';
import { ActionForm, OwnPassword } from './action-form.js';

const EFFECTS = ['now', 'later', 'kept'] as const;

/** Says what goes and when, and deletes the account. */
export function DeleteAccount({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('me.delete');
  const app = useTranslations('app');
  const { im, session } = useAccount();
  const [password, setPassword] = useState('');

  async function remove(): Promise<void> {
    const { erase_time: eraseTime } = await im.account.deleteAccount({ password });
    noteDeletion(session, eraseTime * 1000);
  }

  return (
    <Dialog title={t('title')} closeLabel={app('close')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <ul className="flex list-disc flex-col gap-2 ps-5">
          {EFFECTS.map((effect) => (
            <li key={effect}>{t(`effects.${effect}`)}</li>
          ))}
        </ul>
        <ActionForm action={remove} submit={t('submit')} look="danger" onCancel={onClose}>
          <OwnPassword value={password} onChange={setPassword} isForVisitorsToo />
        </ActionForm>
      </div>
    </Dialog>
  );
}
