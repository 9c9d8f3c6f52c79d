import { Hand } from 'lucide-react';
import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';

/** A poke: nothing but that somebody thinks of the other. */
export function Poke({ row: { isOwn } }: { readonly row: MessageRow }) {
  const t = useTranslations('media');
  return (
    <span className="inline-flex items-center gap-2">
      <Icon of={Hand} />
      {isOwn ? t('pokedOwn') : t('poked')}
    </span>
  );
}
