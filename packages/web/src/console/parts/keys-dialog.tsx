import { useTranslations } from '../../text/index.js';
import { Dialog } from '../../ui/dialog.js';

/** All keys of a queue, with what each does. Import it lazily. */
export function KeysDialog({
  keys,
  onClose,
}: {
  readonly keys: readonly (readonly [key: string, does: string])[];
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.review');
  const common = useTranslations('console');
  return (
    <Dialog title={t('keys')} closeLabel={common('close')} onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {keys.map(([key, does]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="rounded-joint border border-edge px-1.5 text-small">{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
