import { SendHorizontal } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';

/** The place to write. Enter sends, Shift and Enter begins a new line. */
export function Composer({ onSend }: { readonly onSend: (text: string) => void }) {
  const t = useTranslations('chat');
  const [text, setText] = useState('');
  const isEmpty = text.trim() === '';

  function send(): void {
    if (isEmpty) return;
    onSend(text.trim());
    setText('');
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }

  return (
    <form
      className="flex shrink-0 items-end gap-2 border-t border-line bg-panel p-2 safe-bottom lg:px-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        aria-label={t('message')}
        placeholder={t('placeholder')}
        value={text}
        rows={1}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content max-h-48 min-h-11 grow resize-none rounded-bubble border border-edge bg-panel px-4 py-2.5 placeholder:text-secondary"
      />
      <IconButton
        type="submit"
        label={t('send')}
        disabled={isEmpty}
        className="bg-accent text-on-accent hover:bg-accent-hover hover:text-on-accent"
      >
        <Icon of={SendHorizontal} />
      </IconButton>
    </form>
  );
}
