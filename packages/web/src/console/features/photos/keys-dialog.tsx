import { useTranslations } from '../../../text/index.js';
import { Dialog } from '../../../ui/dialog.js';

const KEYS = [
  ['J', 'next'],
  ['K', 'previous'],
  ['A', 'approve'],
  ['⇧A', 'approveAll'],
  ['R 1–8', 'refuse'],
  ['U', 'undo'],
  ['␣', 'unveil'],
  ['?', 'help'],
] as const;

/** All keys of the queue. Import it lazily. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('console.photos.keys');
  const common = useTranslations('console');
  return (
    <Dialog title={t('title')} closeLabel={common('close')} onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {KEYS.map(([key, name]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="rounded-joint border border-edge px-1.5 text-small">{key}</kbd>
            </dt>
            <dd>{t(name)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
