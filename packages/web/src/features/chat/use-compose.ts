import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { useStore } from 'zustand';
import type { realtime } from '@kith/contract';
import type { Conversation } from '../../client/messages/conversation.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useRefusal } from '../account/index.js';
import { useChatStore } from './chat-state.js';
import { editOf, leave } from './deeds.js';
import { useDraft } from './use-draft.js';

/** What a composer writes: a new message, or an own one that is being changed. */
export interface Compose {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** An own message is being changed. */
  readonly isEditing: boolean;
  /** For the field: it takes the focus when something is replied to or changed. */
  readonly fieldProps: { readonly ref: RefObject<HTMLTextAreaElement | null> };
  /** Stores the change of a message. */
  readonly submitEdit: () => void;
  /** Sends a message, as a reply if one was begun. */
  readonly send: (type: number, content: realtime.Content, file?: Blob) => void;
  /** The keys of the field that change or leave something: returns true if it was one of them. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

/** The text of a chat's composer, and what it refers to. */
export function useCompose(conversation: Conversation): Compose {
  const { realtime: connection, session } = useAccount();
  const refusalOf = useRefusal();
  const store = useChatStore(conversation);
  const [draft, setDraft] = useDraft(conversation.listId);
  const { edit, reply } = useStore(store);
  const field = useRef<HTMLTextAreaElement>(null);

  const refersTo = edit?.id ?? reply?.quote.id;
  const known = useRef(refersTo);
  useEffect(() => {
    if (refersTo !== undefined && refersTo !== known.current) field.current?.focus();
    known.current = refersTo;
  }, [refersTo]);

  async function submitEdit(): Promise<void> {
    if (!edit || edit.isBusy || edit.text.trim() === '') return;
    const text = edit.text.trim();
    if (text === edit.content['text']) return store.setState({ edit: undefined });
    store.setState({ edit: { ...edit, isBusy: true } });
    try {
      await connection.edit(conversation.listId, edit.id, { ...edit.content, text });
      store.setState({ edit: undefined });
    } catch (error) {
      toast(refusalOf(error));
      store.setState({ edit: { ...edit, isBusy: false } });
    }
  }

  function onKey({ key, nativeEvent }: KeyboardEvent): boolean {
    if (nativeEvent.isComposing) return false;
    if (key === 'Escape') return leave(store);
    if (key !== 'ArrowUp' || edit || draft !== '') return false;
    const last = editOf(conversation.getState().entries, session.userId);
    if (last) store.setState({ edit: last });
    return last !== undefined;
  }

  return {
    text: edit?.text ?? draft,
    setText: (text) => (edit ? store.setState({ edit: { ...edit, text } }) : setDraft(text)),
    isEditing: edit !== undefined,
    fieldProps: { ref: field },
    submitEdit: () => void submitEdit(),
    send: (type, content, file) => {
      // Of several messages that are sent at once, the first one is the reply.
      const replyTo = store.getState().reply?.seq;
      store.setState({ reply: undefined });
      conversation.send(type, content, { replyTo, file });
    },
    onKey,
  };
}
