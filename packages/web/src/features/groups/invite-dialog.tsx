import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Notice } from '../../ui/notice.js';
import { QrCode } from '../../ui/qr-code.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useSubmit } from '../account/index.js';
import { ROLES, type Group } from './use-group.js';

interface InviteDialogProps {
  readonly listId: string;
  readonly group: Group;
  readonly onClose: () => void;
}

/** The link and the code by which others join; managers can renew them. */
export function InviteDialog({ listId, group, onClose }: InviteDialogProps) {
  const t = useTranslations('groups');
  const app = useTranslations('app');
  const { im } = useAccount();
  const queries = useQueryClient();
  const { isBusy, refusal, submit } = useSubmit();
  const url = `${location.origin}/join/${listId}/${group.group.code}`;

  async function renew(): Promise<void> {
    await im.message.setGroupData({ list_id: listId, type: 'code', content: '' });
    await queries.invalidateQueries({ queryKey: ['conversation', listId] });
    toast(t('renewed'));
  }

  return (
    <Dialog title={t('inviteTitle', { name: group.group.name })} closeLabel={app('close')} onClose={onClose}>
      <div className="flex flex-col items-center gap-4">
        <QrCode text={url} label={t('qr')} />
        <p className="text-center text-secondary text-balance">
          {t(group.group.need_check === 1 ? 'inviteApproval' : 'inviteHint')}
        </p>
        <input
          readOnly
          aria-label={t('link')}
          value={url}
          onFocus={({ target }) => target.select()}
          className="h-11 w-full rounded-control border border-edge bg-panel px-3"
        />
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        <div className="flex w-full flex-wrap justify-end gap-2">
          {group.is_action > ROLES.member && (
            <Button isBusy={isBusy} onClick={() => void submit(renew)}>
              {t('renew')}
            </Button>
          )}
          <Button
            look="main"
            onClick={() =>
              void submit(() => navigator.clipboard.writeText(url)).then((is) => is && toast(t('copied')))
            }
          >
            {t('copy')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
