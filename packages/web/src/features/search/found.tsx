import { useFormatter, useToday, useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { useAccount } from '../account/index.js';
import { Marked } from './marked.js';
import type { Target } from './targets.js';

/** What is shown of a result: a person, a group, or a message with its chat and its time. */
export function Found({ target, wanted }: { readonly target: Target; readonly wanted: string }) {
  const { name, photo } = target;
  return (
    <>
      <Avatar id={target.kind === 'person' ? target.id : target.listId} name={name} photo={photo} />
      {target.kind === 'message' ? (
        <MessageLines target={target} wanted={wanted} />
      ) : (
        <span className="min-w-0 grow truncate font-medium">
          <Marked text={name} wanted={wanted} />
        </span>
      )}
    </>
  );
}

function MessageLines({
  target: { name, message },
  wanted,
}: {
  readonly target: Extract<Target, { kind: 'message' }>;
  readonly wanted: string;
}) {
  const t = useTranslations('search');
  const chats = useTranslations('chats');
  const { session } = useAccount();
  // In a chat of two, whoever is not the reader is named above.
  const author = message.from === session.userId ? chats('you') : (message.alias ?? message.name);
  const when = useWhen(message.time);
  return (
    <span className="flex min-w-0 grow flex-col">
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 grow truncate font-medium">{name}</span>
        <time className="shrink-0 text-meta text-secondary tabular-nums">{when}</time>
      </span>
      <span className="truncate text-small text-secondary">
        {author !== undefined && `${t('by', { author })} `}
        <Marked text={message.text.replaceAll(/\s+/g, ' ')} wanted={wanted} />
      </span>
    </span>
  );
}

function useWhen(time: number): string {
  const format = useFormatter();
  const midnight = useToday();
  return time >= midnight ? format.dateTime(time, 'time') : format.dateTime(time, 'date');
}
