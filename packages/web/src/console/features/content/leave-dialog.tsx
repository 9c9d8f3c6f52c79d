import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';

/** Asks before a text that is not saved is left. Import it lazily. */
export function LeaveDialog({
  onLeave,
  onStay,
}: {
  readonly onLeave: () => void;
  readonly onStay: () => void;
}) {
  const t = useTranslations('console.content');
  const common = useTranslations('console');
  return (
    <Dialog title={t('leave')} closeLabel={common('close')} onClose={onStay}>
      <p>{t('leaveHint')}</p>
      <div className="flex justify-end gap-2 pt-4">
        <Button onClick={onStay}>{t('stay')}</Button>
        <Button look="danger" onClick={onLeave}>
          {t('discard')}
        </Button>
      </div>
    </Dialog>
  );
}
