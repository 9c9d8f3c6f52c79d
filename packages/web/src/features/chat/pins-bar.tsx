import { Pin } from 'lucide-react';
import { useState } from 'react';
import type { Conversation } from '../../client/messages/conversation.js';
import { useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';
import { useChatStore } from './chat-state.js';
import { useQuoteText } from './quote.js';
import { usePins } from './use-pins.js';

/** The pinned messages at the top of a chat: choosing the bar shows one after the other. */
export function PinsBar({ conversation }: { readonly conversation: Conversation }) {
  const t = useTranslations('message');
  const textOf = useQuoteText();
  const pins = usePins(conversation.listId);
  const store = useChatStore(conversation);
  const [turn, setTurn] = useState(0);
  const place = turn % Math.max(1, pins.length);
  const pin = pins[place];
  if (!pin) return null;
  return (
    <button
      type="button"
      className="flex h-13 shrink-0 animate-appear items-center gap-3 border-b border-line bg-panel px-4 text-start text-small hover:bg-hover lg:px-6"
      onClick={() => {
        store.setState({ target: pin.seq });
        setTurn(turn + 1);
      }}
    >
      <span className="text-accent">
        <Icon of={Pin} />
      </span>
      <span className="min-w-0 grow">
        <span className="block font-medium text-accent tabular-nums">
          {t('pinned', { place: place + 1, count: pins.length })}
        </span>
        <span className="block truncate text-secondary">{textOf(pin)}</span>
      </span>
    </button>
  );
}
