import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { classes } from '../../ui/classes.js';
import { columnsOf, Picture } from '../media/index.js';
import { Foot, Touchable } from './message.js';

const SPANS = { 2: 'col-span-2 h-30', 3: 'col-span-3 h-44', 6: 'col-span-6 h-44' } as const;

interface AlbumProps {
  readonly rows: readonly MessageRow[];
  /** The name above the first message of a group; undefined where it goes without saying. */
  readonly author: string | undefined;
}

/** Pictures that were sent together, as one grid; each is a message with its menu. */
export function Album({ rows, author }: AlbumProps) {
  const t = useTranslations('media');
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last) return null;
  return (
    <div
      className={classes(
        'flex w-90 max-w-bubble flex-col',
        first.isOwn ? 'self-end' : 'self-start',
        first.isFirst ? 'pt-2' : 'pt-0.5',
      )}
    >
      {author !== undefined && first.isFirst && (
        <p className="px-3 pb-0.5 text-small font-medium text-secondary">{author}</p>
      )}
      <div
        role="group"
        aria-label={t('album', { count: rows.length })}
        className="grid grid-cols-6 gap-0.5 overflow-hidden rounded-bubble"
      >
        {rows.map((row, at) => (
          <div key={row.key} className={classes('relative', SPANS[columnsOf(at, rows.length)])}>
            <Touchable row={row} isTile>
              <Picture row={row} isTile />
            </Touchable>
            {row === last && <Foot row={row} place="picture" />}
          </div>
        ))}
      </div>
    </div>
  );
}
