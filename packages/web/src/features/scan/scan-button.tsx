import { ScanLine } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';

const ScanDialog = lazy(async () => ({ default: (await import('./scan-dialog.js')).ScanDialog }));

/** Opens the reader of codes. */
export function ScanButton() {
  const t = useTranslations('scan');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Icon of={ScanLine} />
        {t('open')}
      </Button>
      {isOpen && (
        <Suspense>
          <ScanDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
