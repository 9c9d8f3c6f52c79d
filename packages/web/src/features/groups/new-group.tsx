import { MessageSquarePlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button, IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';

const CreateDialog = lazy(async () => ({ default: (await import('./create-dialog.js')).CreateDialog }));

/** The button that makes a group: an icon in the head of a list, words elsewhere. */
export function NewGroup({ look }: { readonly look: 'icon' | 'words' }) {
  const t = useTranslations('groups');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {look === 'icon' ? (
        <IconButton label={t('create')} onClick={() => setOpen(true)}>
          <Icon of={MessageSquarePlus} />
        </IconButton>
      ) : (
        <Button look="main" className="self-start" onClick={() => setOpen(true)}>
          <Icon of={MessageSquarePlus} />
          {t('create')}
        </Button>
      )}
      {isOpen && (
        <Suspense>
          <CreateDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
