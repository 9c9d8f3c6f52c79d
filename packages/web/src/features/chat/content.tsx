import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { textOf } from './rules.js';
import { Text } from './text.js';

const KINDS: Readonly<Record<number, 'picture' | 'voice' | 'video' | 'file' | 'card' | 'place' | 'call'>> = {
  1: 'voice',
  2: 'picture',
  3: 'video',
  4: 'place',
  5: 'card',
  6: 'call',
  7: 'call',
  8: 'file',
};

/** What a message says. */
export function Content({ row }: { readonly row: MessageRow }) {
  const t = useTranslations('chat');
  if (row.isRecalled)
    return <em className="text-secondary">{row.isOwn ? t('recalledOwn') : t('recalled')}</em>;
  if (row.entry?.withheld) return <em className="text-secondary">{t('withheld')}</em>;
  const text = textOf(row);
  if (text !== undefined) return <Text text={text} />;
  return <span className="text-secondary">{t(`kinds.${KINDS[row.type] ?? 'other'}`)}</span>;
}
