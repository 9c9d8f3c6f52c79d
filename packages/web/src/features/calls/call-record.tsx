import { Phone, PhoneMissed, Video } from 'lucide-react';
import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';
import { clockOf, outcomeOf } from './rules.js';

/** What became of a call, as a message of its chat. */
export function CallRecord({
  row: { content, isOwn },
  medium,
}: {
  readonly row: Pick<MessageRow, 'content' | 'isOwn'>;
  readonly medium: 'voice' | 'video';
}) {
  const t = useTranslations('calls');
  const outcome = outcomeOf(content);
  const isMissed = !isOwn && (outcome === 'missed' || outcome === 'cancelled' || outcome === 'busy');
  const icon = isMissed ? PhoneMissed : medium === 'video' ? Video : Phone;
  return (
    <span className="inline-flex items-center gap-2">
      <span className={isMissed ? 'text-danger' : 'text-secondary'}>
        <Icon of={icon} />
      </span>
      <span>
        {t(`${medium}Call`)}
        {outcome !== undefined && (
          <span className="block text-small text-secondary">
            {outcome === 'completed'
              ? clockOf(Number(content['duration'] ?? 0))
              : t(`record.${outcome}.${isOwn ? 'own' : 'other'}`)}
          </span>
        )}
      </span>
    </span>
  );
}
