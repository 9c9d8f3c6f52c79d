import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Notice } from '../../ui/notice.js';
import { useRefusal } from '../account/index.js';
import { useDeleteFavourite } from './use-favourites.js';

/** Asks before a favourite is deleted. */
export function DeleteDialog({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const t = useTranslations('favourites');
  const app = useTranslations('app');
  const refusal = useRefusal();
  const remove = useDeleteFavourite();
  return (
    <Dialog title={t('confirmTitle')} closeLabel={app('close')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p>{t('confirmHint')}</p>
        {remove.error && <Notice isError>{refusal(remove.error)}</Notice>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{app('cancel')}</Button>
          <Button
            look="danger"
            isBusy={remove.isPending}
            onClick={() => remove.mutate(id, { onSuccess: onClose })}
          >
            {t('delete')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
