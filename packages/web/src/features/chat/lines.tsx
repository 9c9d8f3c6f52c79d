import type { realtime } from '@kith/contract';
import type { MessageRow } from '../../client/messages/rows.js';
import { isThisYear, useFormatter, useToday, useTranslations } from '../../text/index.js';
import { classes } from '../../ui/classes.js';
import { useAccount } from '../account/index.js';
import { useChatState } from './chat-state.js';
import type { MessageTools } from './message-tools.js';
import { useLineText } from '../conversations/index.js';

const DAY_MS = 86_400_000;

/** The day of the messages below it. */
export function DayLine({
  time,
  isFloating = false,
}: {
  readonly time: number;
  readonly isFloating?: boolean;
}) {
  const t = useTranslations('chat');
  const format = useFormatter();
  const midnight = useToday();
  const text =
    time >= midnight
      ? t('today')
      : time >= midnight - DAY_MS
        ? t('yesterday')
        : format.dateTime(time, isThisYear(time, midnight) ? 'weekdayDay' : 'weekdayDate');
  return (
    <p className={classes('self-center text-meta font-medium text-secondary', isFloating ? 'py-1' : 'py-3')}>
      {text}
    </p>
  );
}

/** Where the messages begin that were unread when the chat was opened. */
export function UnreadLine({ count, mentions }: { readonly count: number; readonly mentions: number }) {
  const t = useTranslations('chat');
  const message = useTranslations('message');
  return (
    <p className="flex items-center gap-3 py-3 text-meta font-medium text-accent before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
      {t('unreadDivider', { count })}
      {mentions > 0 && ` · ${message('mentionsYou', { count: mentions })}`}
    </p>
  );
}

/** What happened in the conversation, in one sentence. */
export function SystemLine({
  entry: { kind, content, from },
  nameOf,
}: {
  readonly entry: realtime.Entry;
  readonly nameOf: (id: number) => string;
}) {
  const lineText = useLineText(nameOf);
  // The contract declares these members of lines.
  const { event, on, users, count, name, text } = content as {
    event?: string;
    on?: boolean;
    users?: readonly number[];
    count?: number;
    name?: string;
    text?: string;
  };
  const line = {
    kind,
    event,
    on,
    from,
    name: nameOf(from),
    users: users ?? [],
    count,
    groupName: name ?? '',
  };
  return (
    <p className="max-w-bubble self-center py-2 text-center text-small wrap-anywhere text-secondary text-balance">
      {event === 'support_greeting' ? text : lineText(line)}
    </p>
  );
}

/** A message that its writer, or a manager of the group, has taken back. Here, the writer can write it again. */
export function RecalledLine({
  row: { entry, isOwn, from, alias },
  tools: { conversation, nameOf },
}: {
  readonly row: MessageRow;
  readonly tools: MessageTools;
}) {
  const t = useTranslations('message');
  const { drafts } = useAccount();
  const text = useChatState(conversation, ({ recalled }) => recalled.get(entry?.id ?? ''));
  return (
    <p className="flex items-center gap-2 self-center py-2 text-center text-small text-secondary">
      {isOwn ? t('recalledOwn') : t('recalled', { name: alias ?? nameOf(from) })}
      {text !== undefined && (
        <button
          type="button"
          className="font-medium text-accent hover:underline"
          onClick={() => drafts.set(conversation.listId, text)}
        >
          {t('writeAgain')}
        </button>
      )}
    </p>
  );
}
