import { CONTENT_TYPES } from '@kith/contract';
import { File as FileIcon, Hand, Images, MapPin, Plus, UserRound } from 'lucide-react';
import { lazy, Suspense, useRef, useState, type ChangeEvent } from 'react';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import type { MenuItem } from '../../ui/menu.js';
import type { Send } from './use-attachments.js';

const Menu = lazy(() => import('../../ui/menu.js').then((file) => ({ default: file.Menu })));
const LocationSheet = lazy(() =>
  import('./location-sheet.js').then((file) => ({ default: file.LocationSheet })),
);
const CardSheet = lazy(() => import('./card-sheet.js').then((file) => ({ default: file.CardSheet })));

interface AttachButtonProps {
  readonly onFiles: (files: readonly File[]) => void;
  readonly onSend: Send;
  /** What else the menu offers. */
  readonly more: readonly MenuItem[];
}

/** What can be sent besides words. */
export function AttachButton({ onFiles, onSend, more }: AttachButtonProps) {
  const t = useTranslations('media');
  const [anchor, setAnchor] = useState<Element>();
  const [sheet, setSheet] = useState<'location' | 'card'>();
  const closeSheet = () => setSheet(undefined);
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
            align="start"
            onClose={() => setAnchor(undefined)}
            items={[
              { icon: Images, label: t('picture'), onChoose: () => shown.current?.click() },
              { icon: FileIcon, label: t('file'), onChoose: () => any.current?.click() },
              { icon: MapPin, label: t('location'), onChoose: () => setSheet('location') },
              { icon: UserRound, label: t('card'), onChoose: () => setSheet('card') },
              { icon: Hand, label: t('poke'), onChoose: () => onSend(CONTENT_TYPES.poke, {}) },
              ...more,
            ]}
          />
        </Suspense>
      )}
      <Suspense>
        {sheet === 'location' && <LocationSheet onSend={onSend} onClose={closeSheet} />}
        {sheet === 'card' && <CardSheet onSend={onSend} onClose={closeSheet} />}
      </Suspense>
    </>
  );
}
