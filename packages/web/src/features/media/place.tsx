import { MapPin } from 'lucide-react';
import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';
import { mapOf, positionOf, textOfPosition } from './position.js';

/** A place: its name, where it is, and the way to a map. */
export function Place({ row: { content } }: { readonly row: MessageRow }) {
  const t = useTranslations('media');
  const position = positionOf(content['latitude'], content['longitude']);
  const [name, address] = ['name', 'address'].map((member) => {
    const value = content[member];
    return typeof value === 'string' ? value : '';
  });
  return (
    <div className="-mb-5 flex min-w-60 items-center gap-3 pt-1">
      <span className="flex size-12 shrink-0 items-center justify-center rounded-pill bg-panel text-accent">
        <Icon of={MapPin} />
      </span>
      <span className="min-w-0 self-start pb-5">
        <span className="block font-medium wrap-anywhere">{name || t('location')}</span>
        {address && <span className="block text-small wrap-anywhere">{address}</span>}
        {position && (
          <a
            href={mapOf(position)}
            target="_blank"
            rel="noopener noreferrer"
            className="text-small text-accent tabular-nums underline underline-offset-2"
          >
            {textOfPosition(position)}
          </a>
        )}
      </span>
    </div>
  );
}
