import { X } from 'lucide-react';
import { useFormatter, useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';

/** The length of the ring. */
const ROUND = 2 * Math.PI * 20;

/** How far an upload is, in the middle of what is uploaded; pressing it cancels. */
export function Progress({ part, onCancel }: { readonly part: number; readonly onCancel: () => void }) {
  const t = useTranslations('media');
  const format = useFormatter();
  const percent = format.number(part, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <button
      type="button"
      aria-label={t('cancelUpload', { percent })}
      title={t('cancelUpload', { percent })}
      onClick={onCancel}
      className="absolute top-1/2 left-1/2 flex size-12 -translate-1/2 items-center justify-center rounded-pill bg-foot/85 text-on-foot hover:bg-foot"
    >
      <svg viewBox="0 0 48 48" aria-hidden className="absolute inset-0 -rotate-90">
        <circle
          cx={24}
          cy={24}
          r={20}
          fill="none"
          stroke="currentColor"
          strokeWidth={2.5}
          strokeLinecap="round"
          strokeDasharray={ROUND}
          // A little from the beginning: something is going on.
          strokeDashoffset={ROUND * (1 - Math.max(0.03, part))}
        />
      </svg>
      <Icon of={X} />
    </button>
  );
}
