import { File as FileIcon, Film, ImageOff, X } from 'lucide-react';
import { useState } from 'react';
import type { Attachment } from '../../client/attachments.js';
import { isPhoto } from '../../client/reduce-picture.js';
import { useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';
import { isShown } from './attachment-kind.js';
import { useFileSize } from './file-size.js';
import { useObjectUrl } from './use-object-url.js';

interface TrayProps {
  readonly chosen: readonly Attachment[];
  readonly onChange: (chosen: readonly Attachment[]) => void;
}

/** The files that are about to be sent, above the place to write. */
export function Tray({ chosen, onChange }: TrayProps) {
  const t = useTranslations('media');
  const photos = chosen.filter(({ file, isPlain }) => isPhoto(file) && !isPlain);
  const change = (part: Partial<Attachment>) => onChange(chosen.map((one) => ({ ...one, ...part })));
  return (
    <div className="flex animate-rise flex-col gap-1 pb-2">
      <ul
        aria-label={t('tray', { count: chosen.length })}
        className="flex gap-2 overflow-x-auto px-1 pt-1 pb-1"
      >
        {chosen.map((attachment) => (
          <li key={attachment.id} className="relative shrink-0">
            <Preview attachment={attachment} />
            <button
              type="button"
              aria-label={t('remove', { name: attachment.file.name })}
              title={t('remove', { name: attachment.file.name })}
              onClick={() => onChange(chosen.filter(({ id }) => id !== attachment.id))}
              className="absolute end-1 top-1 flex size-7 items-center justify-center rounded-pill bg-foot/85 text-on-foot hover:bg-foot"
            >
              <Icon of={X} size={16} />
            </button>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-x-2">
        {photos.length > 0 && (
          <Checkbox
            label={t('original')}
            isOn={photos.every(({ isOriginal }) => isOriginal)}
            onChange={(isOriginal) => change({ isOriginal })}
          />
        )}
        {chosen.some(({ file }) => isShown(file)) && (
          <Checkbox
            label={t('asFiles')}
            isOn={chosen.every(({ isPlain }) => isPlain)}
            onChange={(isPlain) => change({ isPlain })}
          />
        )}
      </div>
    </div>
  );
}

interface CheckboxProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Checkbox({ label, isOn, onChange }: CheckboxProps) {
  return (
    <label className="flex h-9 items-center gap-2 rounded-control px-2 text-small text-secondary hover:bg-hover">
      <input type="checkbox" checked={isOn} onChange={({ target }) => onChange(target.checked)} />
      {label}
    </label>
  );
}

function Preview({ attachment: { file, isPlain } }: { readonly attachment: Attachment }) {
  const t = useTranslations('media');
  const shown = useObjectUrl(file);
  const size = useFileSize();
  const [isDamaged, setDamaged] = useState(false);
  if (isPlain || !isShown(file))
    return (
      <div className="flex h-18 w-52 items-center gap-3 rounded-card border border-line bg-raised ps-3 pe-10">
        <span className="flex size-10 shrink-0 items-center justify-center rounded-pill bg-tint text-accent">
          <Icon of={FileIcon} />
        </span>
        <span className="min-w-0 text-small">
          <span className="block truncate">{file.name}</span>
          <span className="text-secondary">{size(file.size)}</span>
        </span>
      </div>
    );
  const isVideo = file.type.startsWith('video/');
  return (
    <div className="relative flex size-18 items-center justify-center overflow-hidden rounded-card bg-other text-secondary">
      {isDamaged ? (
        <span role="img" aria-label={t('damaged')}>
          <Icon of={ImageOff} />
        </span>
      ) : isVideo ? (
        <>
          <video
            ref={shown}
            muted
            preload="metadata"
            className="size-full object-cover"
            aria-label={file.name}
          />
          <span className="absolute start-1 bottom-1 flex size-6 items-center justify-center rounded-pill bg-foot/85 text-on-foot">
            <Icon of={Film} size={14} />
          </span>
        </>
      ) : (
        <img
          ref={shown}
          alt={file.name}
          onError={() => setDamaged(true)}
          className="size-full object-cover"
        />
      )}
    </div>
  );
}
