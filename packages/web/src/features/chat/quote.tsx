import { contentNameOf, type realtime } from '@kith/contract';
import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';

/** Words a quoted message in one line. */
export function useQuoteText(): (quote: Pick<realtime.Quote, 'type' | 'text'>) => string {
  const t = useTranslations('content');
  return ({ type, text }) => text || t(contentNameOf(type) ?? 'unknown');
}

/** The message that another one replies to; choosing it shows it. */
export function Quote({
  row: { quote, replyTo, isOwn },
  nameOf,
  onShow,
}: {
  readonly row: MessageRow;
  readonly nameOf: (id: number) => string;
  readonly onShow: (seq: number) => void;
}) {
  const t = useTranslations('message');
  const textOf = useQuoteText();
  if (replyTo === undefined) return null;
  const shape =
    'mb-1 block w-full min-w-24 rounded-joint border-s-2 border-accent px-2 py-1 text-start text-small';
  const tone = isOwn ? 'text-own-secondary' : 'text-secondary';
  if (!quote) return <span className={`${shape} ${tone} italic`}>{t('quoteGone')}</span>;
  const name = quote.alias ?? nameOf(quote.from);
  return (
    <button type="button" className={`${shape} hover:bg-hover`} onClick={() => onShow(replyTo)}>
      <span className="sr-only">{t('quote')} </span>
      <span className="block truncate font-medium text-accent">{name}</span>
      <span className={`line-clamp-2 ${tone}`}>{textOf(quote)}</span>
    </button>
  );
}
