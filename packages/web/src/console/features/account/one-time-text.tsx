import { Copy } from 'lucide-react';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { toast } from '../../../ui/toast.js';

/** A secret that is shown once, to be copied. */
export function OneTimeText({ label, text }: { readonly label: string; readonly text: string }) {
  const t = useTranslations('console');

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text);
    toast(t('copied'));
  }

  return (
    <div className="flex flex-col items-start gap-3">
      <output
        aria-label={label}
        className="w-full rounded-control bg-other px-3 py-2 font-medium whitespace-pre-line wrap-anywhere select-all tabular-nums"
      >
        {text}
      </output>
      {'clipboard' in navigator && (
        <Button onClick={() => void copy()}>
          <Icon of={Copy} />
          {t('copy')}
        </Button>
      )}
    </div>
  );
}
