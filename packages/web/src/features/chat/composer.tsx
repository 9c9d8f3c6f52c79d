import { CONTENT_TYPES } from '@kith/contract';
import { Check, SendHorizontal } from 'lucide-react';
import { lazy, Suspense, type KeyboardEvent, useRef } from 'react';
import type { Conversation } from '../../client/messages/conversation.js';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { useAccount } from '../account/index.js';
import { AttachButton, DropZone, loadTray, useAttachments } from '../media/index.js';
import { Completion } from './completion.js';
import { ComposeButtons } from './compose-buttons.js';
import { useCompose } from './use-compose.js';

const Tray = lazy(loadTray);

/** Safari reports the Enter that ends a composition after its end. */
const AFTER_COMPOSITION_MS = 50;

/** The place to write. Enter sends, Shift and Enter begins a new line; the Enter that ends a composition does neither. */
export function Composer({ conversation }: { readonly conversation: Conversation }) {
  const t = useTranslations('chat');
  const compose = useCompose(conversation);
  const { text, setText, isEditing, fieldProps, submitEdit, onKey } = compose;
  const composedAt = useRef(-Infinity);
  const { typing } = useAccount();
  const { chosen, isBusy, add, change, send: sendFiles } = useAttachments(conversation);
  const hasWords = text.trim() !== '';
  const isEmpty = !hasWords && (isEditing || chosen.length === 0);

  /** The files, then the words about them. */
  async function send(): Promise<void> {
    if (isEmpty || isBusy) return;
    if (isEditing) return submitEdit();
    if (chosen.length > 0) await sendFiles(compose.send);
    if (hasWords) compose.send(CONTENT_TYPES.text, { text: text.trim() });
    setText('');
  }

  function attach(files: readonly File[]): void {
    add(files);
    fieldProps.ref.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (onKey(event)) return event.preventDefault();
    if (event.key !== 'Enter' || event.shiftKey) return;
    const { isComposing, keyCode, timeStamp } = event.nativeEvent;
    if (isComposing || keyCode === COMPOSING || timeStamp - composedAt.current < AFTER_COMPOSITION_MS) return;
    event.preventDefault();
    void send();
  }

  return (
    <form
      className="relative flex shrink-0 flex-col border-t border-line bg-panel px-2 pt-2 safe-bottom-2 lg:px-4"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Completion {...compose.completion} />
      {chosen.length > 0 && !isEditing && (
        <Suspense>
          <Tray chosen={chosen} onChange={change} />
        </Suspense>
      )}
      <div className="flex items-end gap-2">
        {!isEditing && <AttachButton onFiles={attach} />}
        <textarea
          {...fieldProps}
          dir="auto"
          aria-label={t('message')}
          placeholder={t('placeholder')}
          value={text}
          rows={1}
          readOnly={isBusy}
          onChange={(event) => {
            setText(event.target.value);
            typing.tell(conversation.listId);
          }}
          onKeyDown={onKeyDown}
          onCompositionEnd={({ timeStamp }) => {
            composedAt.current = timeStamp;
          }}
          className="field-sizing-content max-h-48 min-h-11 grow resize-none rounded-bubble border border-edge bg-panel px-4 py-2.5 placeholder:text-secondary focus-visible:border-accent focus-visible:outline-1 focus-visible:-outline-offset-1"
        />
        <ComposeButtons conversation={conversation} compose={compose} />
        <SendButton isEditing={isEditing} isEmpty={isEmpty} />
      </div>
      <DropZone onFiles={attach} />
    </form>
  );
}

function SendButton({ isEditing, isEmpty }: { readonly isEditing: boolean; readonly isEmpty: boolean }) {
  const t = useTranslations('chat');
  const message = useTranslations('message');
  return (
    <IconButton
      type="submit"
      label={isEditing ? message('saveEdit') : t('send')}
      disabled={isEmpty}
      className="bg-accent text-on-accent hover:bg-accent-hover hover:text-on-accent disabled:bg-other disabled:text-secondary"
    >
      <Icon of={isEditing ? Check : SendHorizontal} />
    </IconButton>
  );
}

/** The key code of keys that belong to a composition. */
const COMPOSING = 229;
