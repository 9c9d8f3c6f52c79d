import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { Notice } from '../../../ui/notice.js';
import { ask, useAction } from '../../admin/index.js';
import type { Article } from './drafts.js';

/** Asks before an article is deleted with its versions. Import it lazily. */
export function RemoveDialog({
  article: { id, version, versions },
  onRemoved,
  onClose,
}: {
  readonly article: Article;
  readonly onRemoved: () => void;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.content');
  const common = useTranslations('console');
  const { isBusy, refusal, act, proof } = useAction();
  return (
    <Dialog title={t('remove')} closeLabel={common('close')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p>{t('removeHint', { count: versions.length })}</p>
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            look="danger"
            isBusy={isBusy}
            onClick={() =>
              void act(async () => {
                await ask('DELETE', '/admin/content/articles/{id}', { id, version });
                onRemoved();
              })
            }
          >
            {t('remove')}
          </Button>
        </div>
      </div>
      {proof}
    </Dialog>
  );
}
