import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { kindOf, textOf } from './rules.js';
import { Text } from './text.js';

/** What a message says. */
export function Content({ row }: { readonly row: MessageRow }) {
  const t = useTranslations('chat');
  if (row.entry?.withheld) return <em className="text-secondary">{t('withheld')}</em>;
  const text = textOf(row);
  if (text !== undefined) return <Text text={text} />;
  return <span className="text-secondary">{t(`kinds.${kindOf(row.type)}`)}</span>;
}
