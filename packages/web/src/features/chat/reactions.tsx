import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { classes } from '../../ui/classes.js';
import { useMessageTools } from './message-tools.js';

/** The reactions to a message, each with its count; choosing one adds or takes back the reader's own. */
export function Reactions({ row }: { readonly row: MessageRow }) {
  const t = useTranslations('message');
  const { react } = useMessageTools();
  if (row.reactions.length === 0) return null;
  return (
    <ul aria-label={t('reactions')} className="flex flex-wrap gap-1 pt-1">
      {row.reactions.map(({ emoji, count, own = false }) => (
        <li key={emoji}>
          <button
            type="button"
            aria-pressed={own}
            onClick={() => react(row, emoji)}
            className={classes(
              'flex h-7 animate-pop items-center gap-1 rounded-pill border px-2 text-small tabular-nums transition active:scale-95',
              own
                ? 'border-accent bg-tint text-accent'
                : 'border-line bg-panel text-secondary hover:bg-hover',
            )}
          >
            <span className="font-emoji text-body leading-flat">{emoji}</span>{' '}
            <span key={count} className="animate-pop">
              {count}
            </span>{' '}
            <span className="sr-only">{t('reactionPeople', { count })}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
