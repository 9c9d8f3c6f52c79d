import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type RefObject,
  type SyntheticEvent,
} from 'react';
import { useStore } from 'zustand';
import type { realtime } from '@kith/contract';
import type { Conversation } from '../../client/messages/conversation.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useRefusal } from '../account/index.js';
import { useChatStore } from './chat-state.js';
import { COMPLETION_ID, useCompletion } from './completion.js';
import { editOf, leave } from './deeds.js';
import { mentionBefore, mentionsIn, type Mentionable } from './mentionable.js';
import { useDraft } from './use-draft.js';

/**
 * What a composer writes: a new message, or an own one that is being changed; and what it refers to. `fieldProps` are for the
 * field: it takes the focus when something is replied to or changed. `onKey` takes the keys of the field first, and returns
 * true for those that it has used.
 */
export function useCompose(conversation: Conversation) {
  const { session } = useAccount();
  const store = useChatStore(conversation);
  const [draft, setDraft] = useDraft(conversation.listId);
  const { edit, reply, burns, mentions } = useStore(store);
  const field = useRef<HTMLTextAreaElement>(null);
  const submitEdit = useSubmitEdit(conversation);
  const text = edit?.text ?? draft;
  const { caret, setCaret, place } = useCaret(field, text);
  const setText = (next: string) => {
    if (field.current) setCaret(field.current.selectionStart);
    if (edit) store.setState({ edit: { ...edit, text: next } });
    else setDraft(next);
  };

  useFocusOn(field, edit?.id ?? reply?.quote.id);
  function replace(from: number, to: number, inserted: string, mention?: Mentionable): void {
    setText(text.slice(0, from) + inserted + text.slice(to));
    place(from + inserted.length);
    if (mention) store.setState({ mentions: [...mentions, mention] });
    field.current?.focus();
  }

  const completion = useCompletion({ conversation, text, caret, replace });

  function onKey(event: KeyboardEvent<HTMLTextAreaElement>): boolean {
    const { key, nativeEvent, currentTarget } = event;
    if (nativeEvent.isComposing) return false;
    if (completion.onKey(event)) return true;
    if (key === 'Escape') return leave(store);
    const { selectionStart: at, selectionEnd: end } = currentTarget;
    const token =
      key === 'Backspace' && at === end
        ? mentionBefore(
            text,
            at,
            completion.people.map(({ name }) => name),
          )
        : undefined;
    if (token) replace(token.from, token.to, '');
    if (key !== 'ArrowUp' || edit || draft !== '') return token !== undefined;
    const last = editOf(conversation.getState().entries, session.userId);
    if (last) store.setState({ edit: last });
    return last !== undefined;
  }

  return {
    text,
    setText,
    isEditing: edit !== undefined,
    fieldProps: {
      ref: field,
      onSelect: ({ currentTarget }: SyntheticEvent<HTMLTextAreaElement>) =>
        setCaret(currentTarget.selectionStart),
      'aria-autocomplete': 'list' as const,
      ...(completion.options.length > 0 && {
        'aria-controls': COMPLETION_ID,
        'aria-activedescendant': `${COMPLETION_ID}-${completion.place}`,
      }),
    },
    completion,
    submitEdit,
    onKey,
    /** Puts a text where the caret is. */
    insert: (inserted: string) => {
      const { selectionStart = text.length, selectionEnd = text.length } = field.current ?? {};
      replace(selectionStart, selectionEnd, inserted);
    },
    /** Sends a message, as a reply if one was begun, to burn after reading if that was chosen. */
    send: (type: number, content: realtime.Content, attached?: Blob) => {
      const among = { chosen: mentions, people: completion.people };
      const named = typeof content['text'] === 'string' ? mentionsIn(content['text'], among) : undefined;
      // Of several messages that are sent at once, the first one is the reply.
      const replyTo = store.getState().reply?.seq;
      store.setState({ reply: undefined, mentions: [] });
      conversation.send(
        type,
        {
          ...content,
          // Existing clients read these members.
          ...(burns && { yhjf: true }),
          ...(named !== undefined && { user_id: named === 'all' ? named : named.join(',') }),
        },
        { replyTo, mentions: named, file: attached },
      );
    },
  };
}

/** Focuses the field when something else is referred to. */
function useFocusOn(field: RefObject<HTMLTextAreaElement | null>, refersTo: string | undefined): void {
  const known = useRef(refersTo);
  useEffect(() => {
    if (refersTo !== undefined && refersTo !== known.current) field.current?.focus();
    known.current = refersTo;
  }, [field, refersTo]);
}

/** Where the caret is. `place` puts it somewhere as soon as the field has its new text. */
function useCaret(field: RefObject<HTMLTextAreaElement | null>, text: string) {
  const [caret, setCaret] = useState(0);
  const placed = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (placed.current === undefined) return;
    field.current?.setSelectionRange(placed.current, placed.current);
    placed.current = undefined;
  }, [field, text]);
  return {
    caret,
    setCaret,
    place: (at: number) => {
      placed.current = at;
      setCaret(at);
    },
  };
}

/** Stores the change of an own message. What was typed stays if the server refuses it. */
function useSubmitEdit(conversation: Conversation): () => void {
  const { realtime: connection } = useAccount();
  const refusalOf = useRefusal();
  const store = useChatStore(conversation);
  async function submit(): Promise<void> {
    const { edit } = store.getState();
    if (!edit || edit.isBusy || edit.text.trim() === '') return;
    const text = edit.text.trim();
    if (text === edit.content['text']) return store.setState({ edit: undefined });
    store.setState({ edit: { ...edit, isBusy: true } });
    try {
      await connection.edit(conversation.listId, edit.id, { ...edit.content, text });
      store.setState({ edit: undefined });
    } catch (error) {
      toast(refusalOf(error));
      // Unless it has ended meanwhile, with a recall.
      store.setState((state) => (state.edit?.id === edit.id ? { edit: { ...edit, isBusy: false } } : {}));
    }
  }
  return () => void submit();
}
