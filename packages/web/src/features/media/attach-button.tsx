import { File as FileIcon, Images, Plus } from 'lucide-react';
import { lazy, Suspense, useRef, useState, type ChangeEvent } from 'react';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';

const Menu = lazy(() => import('../../ui/menu.js').then((file) => ({ default: file.Menu })));

/** What can be sent besides words. */
export function AttachButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const t = useTranslations('media');
  const [anchor, setAnchor] = useState<Element>();
  const shown = useRef<HTMLInputElement>(null);
  const any = useRef<HTMLInputElement>(null);

  function take({ target }: ChangeEvent<HTMLInputElement>): void {
    onFiles([...(target.files ?? [])]);
    target.value = '';
  }

  return (
    <>
      <IconButton
        label={t('attach')}
        aria-haspopup="menu"
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
      >
        <Icon of={Plus} />
      </IconButton>
      <input
        ref={shown}
        type="file"
        accept="image/*,video/*"
        multiple
        hidden
        aria-label={t('picture')}
        onChange={take}
      />
      <input ref={any} type="file" multiple hidden aria-label={t('file')} onChange={take} />
      {anchor && (
        <Suspense>
          <Menu
            anchor={anchor}
            label={t('attach')}
            onClose={() => setAnchor(undefined)}
            items={[
              { icon: Images, label: t('picture'), onChoose: () => shown.current?.click() },
              { icon: FileIcon, label: t('file'), onChoose: () => any.current?.click() },
            ]}
          />
        </Suspense>
      )}
    </>
  );
}
