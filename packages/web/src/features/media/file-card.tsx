import { Download, File as FileIcon } from 'lucide-react';
import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';
import { useFileSize } from './file-size.js';
import { Progress } from './progress.js';
import { useFile } from './stored-file.js';

/** A file to save, with its name and size. */
export function FileCard({ row }: { readonly row: MessageRow }) {
  const t = useTranslations('media');
  const size = useFileSize();
  const { url, name = t('file'), kilobytes, progress, cancel } = useFile(row);
  return (
    <div className="-mb-5 flex min-w-60 items-center gap-3 pt-1">
      {progress !== undefined ? (
        <span className="relative size-12 shrink-0">
          <Progress part={progress} onCancel={cancel} />
        </span>
      ) : (
        <a
          href={url}
          download={name}
          aria-label={t('save', { name })}
          title={t('save', { name })}
          className="group flex size-12 shrink-0 items-center justify-center rounded-pill bg-accent text-on-accent hover:bg-accent-hover"
        >
          <span className="group-hover:hidden">
            <Icon of={FileIcon} />
          </span>
          <span className="hidden group-hover:inline">
            <Icon of={Download} />
          </span>
        </a>
      )}
      <span className="min-w-0 self-start">
        <span className="line-clamp-2 font-medium wrap-anywhere">{name}</span>
        <span className="block min-h-5 text-small">{kilobytes > 0 && size(kilobytes * 1024)}</span>
      </span>
    </div>
  );
}
