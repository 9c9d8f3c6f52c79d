import { CONTENT_TYPES } from '@kith/contract';
import { Check, SendHorizontal } from 'lucide-react';
import { lazy, Suspense, useRef, useState, type ComponentPropsWithRef, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import type { Conversation } from '../../client/messages/conversation.js';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { classes } from '../../ui/classes.js';
import { Icon } from '../../ui/icon.js';
import { useAccount } from '../account/index.js';
import {
  AttachButton,
  DropZone,
  loadRecorder,
  loadTray,
  MicButton,
  useAttachments,
  useVoiceDraft,
} from '../media/index.js';
import { Completion } from './completion.js';
import { ComposeButtons, useBurnItem } from './compose-buttons.js';
import { useCompose } from './use-compose.js';

const Tray = lazy(loadTray);
const Recorder = lazy(loadRecorder);

/** Safari reports the Enter that ends a composition after its end. */
const AFTER_COMPOSITION_MS = 50;

/** The place to write, to choose files, and to record. */
export function Composer({ conversation }: { readonly conversation: Conversation }) {
  const compose = useCompose(conversation);
  const burnItem = useBurnItem(conversation);
  const { text, setText, isEditing, fieldProps, submitEdit, onKey } = compose;
  const { typing } = useAccount();
  const { chosen, isBusy, add, change, send: sendFiles } = useAttachments(conversation);
  const mic = useRef<HTMLButtonElement>(null);
  const draft = useVoiceDraft(conversation.listId);
  const [isPressed, setPressed] = useState(false);
  const isRecording = isPressed || draft.voice !== undefined;
  const hasWords = text.trim() !== '';
  const isEmpty = !hasWords && (isEditing || chosen.length === 0);

  /** The words, then the files: those take longer to arrive, and so nothing changes its place. */
  async function send(): Promise<void> {
    if (isEmpty || isBusy) return;
    if (isEditing) return submitEdit();
    if (hasWords) compose.send(CONTENT_TYPES.text, { text: text.trim() });
    setText('');
    if (chosen.length > 0) await sendFiles(compose.send);
    fieldProps.ref.current?.focus();
  }

  function endRecording(): void {
    flushSync(() => setPressed(false));
    mic.current?.focus();
  }

  function attach(files: readonly File[]): void {
    add(files);
    fieldProps.ref.current?.focus();
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
      {isRecording && (
        <Suspense>
          <Recorder draft={draft} onSend={compose.send} onClose={endRecording} />
        </Suspense>
      )}
      <div className={classes('items-end gap-2', isRecording ? 'hidden' : 'flex')}>
        {!isEditing && <AttachButton onFiles={attach} onSend={compose.send} more={burnItem} />}
        <Field
          {...fieldProps}
          text={text}
          isBusy={isBusy}
          onText={(next) => {
            setText(next);
            typing.tell(conversation.listId);
          }}
          onKey={onKey}
          onEnter={() => void send()}
        />
        <ComposeButtons conversation={conversation} compose={compose} />
        {isEmpty && !isEditing ? (
          <MicButton ref={mic} onPress={() => setPressed(true)} />
        ) : (
          <SendButton isEditing={isEditing} isEmpty={isEmpty} />
        )}
      </div>
      <DropZone onFiles={attach} />
    </form>
  );
}

interface FieldProps extends ComponentPropsWithRef<'textarea'> {
  readonly text: string;
  readonly isBusy: boolean;
  readonly onText: (text: string) => void;
  readonly onKey: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  readonly onEnter: () => void;
}

/** Enter sends, Shift and Enter begins a new line; the Enter that ends a composition does neither. */
function Field({ text, isBusy, onText, onKey, onEnter, ...rest }: FieldProps) {
  const t = useTranslations('chat');
  const composedAt = useRef(-Infinity);

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (onKey(event)) return event.preventDefault();
    if (event.key !== 'Enter' || event.shiftKey) return;
    const { isComposing, keyCode, timeStamp } = event.nativeEvent;
    if (isComposing || keyCode === COMPOSING || timeStamp - composedAt.current < AFTER_COMPOSITION_MS) return;
    event.preventDefault();
    onEnter();
  }

  return (
    <textarea
      {...rest}
      dir="auto"
      aria-label={t('message')}
      placeholder={t('placeholder')}
      value={text}
      rows={1}
      readOnly={isBusy}
      onChange={({ target }) => onText(target.value)}
      onKeyDown={onKeyDown}
      onCompositionEnd={({ timeStamp }) => {
        composedAt.current = timeStamp;
      }}
      className="field-sizing-content max-h-48 min-h-11 grow resize-none rounded-bubble border border-edge bg-panel px-4 py-2.5 placeholder:text-secondary focus-visible:border-accent focus-visible:outline-1 focus-visible:-outline-offset-1"
    />
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
      look="main"
    >
      <Icon of={isEditing ? Check : SendHorizontal} />
    </IconButton>
  );
}

/** The key code of keys that belong to a composition. */
const COMPOSING = 229;
