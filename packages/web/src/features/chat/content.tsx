import { contentNameOf, type ContentName } from '@kith/contract';
import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { CallRecord } from '../calls/index.js';
import { FileCard, NameCard, Picture, Place, Poke, Video, Voice } from '../media/index.js';
import { useMentioned } from './message-tools.js';
import { textOf } from './rules.js';
import { Text } from './text.js';

/** What a message says. */
export function Content({ row }: { readonly row: MessageRow }) {
  const t = useTranslations('chat');
  const mentioned = useMentioned(row);
  if (row.entry?.withheld) return <em className="text-secondary">{t('withheld')}</em>;
  const name = contentNameOf(row.type);
  switch (name) {
    case 'text':
      return <Text text={textOf(row) ?? ''} names={mentioned} />;
    case 'image':
      return <Picture row={row} />;
    case 'attachment':
      return <FileCard row={row} />;
    case 'voice':
      return <Voice row={row} />;
    case 'video':
      return <Video row={row} />;
    case 'location':
      return <Place row={row} />;
    case 'card':
      return <NameCard row={row} />;
    case 'poke':
      return <Poke row={row} />;
    case 'file':
    case 'redPacket':
    case 'callSignal':
      return <Name of={name} />;
    case 'videoCall':
      return <CallRecord row={row} medium="video" />;
    case 'voiceCall':
      return <CallRecord row={row} medium="voice" />;
    case undefined:
      return <Name of="unknown" />;
    default:
      return name satisfies never;
  }
}

function Name({ of }: { readonly of: ContentName | 'unknown' }) {
  const t = useTranslations('content');
  return <span className="text-secondary">{t(of)}</span>;
}
