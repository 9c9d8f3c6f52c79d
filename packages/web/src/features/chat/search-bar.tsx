import { CalendarDays, ChevronDown, ChevronUp, X } from 'lucide-react';
import { lazy, Suspense, useState, type KeyboardEvent } from 'react';
import type { Conversation } from '../../client/messages/conversation.js';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { useLayer } from '../../ui/layers.js';
import { useHits } from './use-hits.js';
import { useMarks } from './use-marks.js';

const DateDialog = lazy(async () => ({ default: (await import('./date-dialog.js')).DateDialog }));

interface SearchBarProps {
  readonly conversation: Conversation;
  readonly onClose: () => void;
}

/** In place of the head of a chat: looks for messages in it, from the latest one up, and goes to a day. */
export function SearchBar({ conversation, onClose }: SearchBarProps) {
  const t = useTranslations('chatSearch');
  const app = useTranslations('app');
  const [text, setText] = useState('');
  const [isChoosingDay, setChoosingDay] = useState(false);
  const { at, count, isComplete, isSearching, hasFailed, step } = useHits(conversation, text);
  useMarks(text);
  useLayer(onClose);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') return onClose();
    const older = event.key === 'ArrowUp' || (event.key === 'Enter' && !event.shiftKey);
    const newer = event.key === 'ArrowDown' || (event.key === 'Enter' && event.shiftKey);
    if (!(older || newer) || event.nativeEvent.isComposing) return;
    event.preventDefault();
    step(older ? 1 : -1);
  }

  return (
    <div
      role="search"
      className="absolute inset-0 z-10 flex animate-appear items-center gap-1 bg-panel px-2 safe-top lg:ps-6 lg:pe-4"
    >
      <input
        type="text"
        aria-label={t('field')}
        placeholder={t('field')}
        value={text}
        maxLength={200}
        // The bar opens to be written in.
        autoFocus
        enterKeyHint="search"
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-11 min-w-0 grow rounded-pill bg-other px-4 placeholder:text-secondary"
      />
      <span role="status" className="shrink-0 px-1 text-small text-secondary tabular-nums">
        {text.trim() === ''
          ? ''
          : hasFailed
            ? t('failed')
            : count > 0
              ? t(isComplete ? 'place' : 'placeOfMore', { at: at + 1, count })
              : !isSearching && t('nothing')}
      </span>
      <IconButton label={t('older')} disabled={count === 0} onClick={() => step(1)}>
        <Icon of={ChevronUp} />
      </IconButton>
      <IconButton label={t('newer')} disabled={at <= 0} onClick={() => step(-1)}>
        <Icon of={ChevronDown} />
      </IconButton>
      <IconButton label={t('toDay')} onClick={() => setChoosingDay(true)}>
        <Icon of={CalendarDays} />
      </IconButton>
      <IconButton label={app('close')} onClick={onClose}>
        <Icon of={X} />
      </IconButton>
      {isChoosingDay && (
        <Suspense>
          <DateDialog conversation={conversation} onClose={() => setChoosingDay(false)} />
        </Suspense>
      )}
    </div>
  );
}
