import { Download, Forward, Trash2 } from 'lucide-react';
import { claimSound } from '../../client/sound.js';
import { useFormatter, useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { kindOf, type Favourite } from './rules.js';

interface FavouriteViewProps {
  readonly favourite: Favourite;
  /** Whether the Tab key stops here, and at what is inside. */
  readonly isStop: boolean;
  readonly onSend: () => void;
  readonly onDelete: () => void;
}

/** A saved message: what it says, who wrote it, and what can be done with it. */
export function FavouriteView({ favourite, isStop, onSend, onDelete }: FavouriteViewProps) {
  const t = useTranslations('favourites');
  const format = useFormatter();
  const { user_info: writer, saved_at: savedAt } = favourite;
  const tabIndex = isStop ? 0 : -1;
  return (
    <article
      data-row={favourite.id}
      tabIndex={tabIndex}
      className="flex flex-col gap-2 rounded-card border border-line bg-panel p-4"
    >
      <Saved favourite={favourite} tabIndex={tabIndex} />
      <footer className="-mb-2 flex items-center gap-1">
        <p className="min-w-0 grow truncate text-small text-secondary">
          {t('from', { name: writer.nickname, day: format.dateTime(savedAt * 1000, 'date') })}
        </p>
        <IconButton label={t('send')} tabIndex={tabIndex} onClick={onSend}>
          <Icon of={Forward} />
        </IconButton>
        <IconButton label={t('delete')} tabIndex={tabIndex} onClick={onDelete}>
          <Icon of={Trash2} />
        </IconButton>
      </footer>
    </article>
  );
}

function Saved({ favourite, tabIndex }: { readonly favourite: Favourite; readonly tabIndex: 0 | -1 }) {
  const t = useTranslations('favourites');
  const { content, list_id: listId, user_info: writer } = favourite;
  const { text, name, url, image } = content;
  const folder = `/static/chat/${listId}/`;
  const what = { name: writer.nickname };
  switch (kindOf(favourite)) {
    case 'text':
      return <p className="whitespace-pre-wrap wrap-anywhere">{text}</p>;
    case 'picture':
      return (
        <img
          src={folder + image}
          alt={t('pictureOf', what)}
          loading="lazy"
          className="max-h-90 max-w-full self-start rounded-control bg-other object-contain"
        />
      );
    case 'video':
      return (
        <video
          src={folder + url}
          poster={image === '' ? undefined : folder + image}
          controls
          tabIndex={tabIndex}
          preload="none"
          onPlay={({ currentTarget }) => claimSound(currentTarget)}
          aria-label={t('videoOf', what)}
          className="max-h-90 w-full rounded-control bg-other"
        />
      );
    case 'voice':
      return (
        <audio
          src={folder + url}
          controls
          tabIndex={tabIndex}
          preload="none"
          onPlay={({ currentTarget }) => claimSound(currentTarget)}
          aria-label={t('voiceOf', what)}
          className="w-full"
        />
      );
    case 'file':
      return (
        <a
          href={folder + url}
          tabIndex={tabIndex}
          download={name}
          className="flex items-center gap-3 rounded-control bg-other p-3 hover:bg-hover"
        >
          <Icon of={Download} />
          <span className="min-w-0 truncate font-medium">{name || t('kind.file')}</span>
        </a>
      );
    case undefined:
      return <p className="text-secondary">{t('unknown')}</p>;
  }
}
