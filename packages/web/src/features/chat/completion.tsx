import { useEffect, useState, type KeyboardEvent } from 'react';
import type { Conversation } from '../../client/messages/conversation.js';
import { useLocale, useTranslations } from '../../text/index.js';
import { findEmoji, type FoundEmoji } from '../emoji/index.js';
import { matching, type Mentionable } from './mentionable.js';
import { useMentionable } from './use-mentionable.js';
import { useRights } from './use-rights.js';

/** What can be put in place of the word at the caret. */
export interface Option {
  readonly key: string;
  readonly mark: string;
  readonly name: string;
  readonly text: string;
  readonly mention?: Mentionable;
}

interface Given {
  readonly conversation: Conversation;
  readonly text: string;
  readonly caret: number;
  /** Puts a text in place of a part. */
  readonly replace: (from: number, to: number, text: string, mention?: Mentionable) => void;
}

const MOST = 6;
/** An `@` at the beginning of a word, or a colon and two letters. */
const MENTION = /(?:^|\s)@([^\s@]{0,20})$/u;
const EMOJI = /(?:^|\s):([\p{L}\p{N}_]{2,20})$/u;

/** Completes the name after an `@` and the emoji after a colon. */
export function useCompletion({ conversation, text, caret, replace }: Given) {
  const t = useTranslations('message');
  const members = useMentionable(conversation.listId);
  const { isManager } = useRights(conversation.listId);
  const everybody: Mentionable = { id: 'all', name: t('everybody'), shownName: t('everybody'), letter: '' };
  const people = isManager ? [everybody, ...members] : members;
  const before = text.slice(0, caret);
  const mention = people.length > 0 ? MENTION.exec(before)?.[1] : undefined;
  const emoji = useEmojiOf(mention === undefined ? EMOJI.exec(before)?.[1] : undefined);
  const [active, setActive] = useState(0);
  /** The text for which the reader wants no list. */
  const [left, setLeft] = useState<string>();

  const options: readonly Option[] =
    left === before
      ? []
      : mention === undefined
        ? emoji.map((one) => ({ key: one.emoji, mark: one.emoji, name: one.label, text: `${one.emoji} ` }))
        : matching(people, mention)
            .slice(0, MOST)
            .map((one) => ({
              key: String(one.id),
              mark: '@',
              name: one.shownName,
              text: `@${one.name} `,
              mention: one,
            }));
  const place = Math.min(active, options.length - 1);

  function choose(option: Option | undefined): void {
    if (!option) return;
    const word = mention ?? EMOJI.exec(before)?.[1] ?? '';
    replace(caret - word.length - 1, caret, option.text, option.mention);
    setActive(0);
  }

  return {
    people,
    options,
    place,
    choose,
    onKey: ({ key, shiftKey }: KeyboardEvent): boolean => {
      if (options.length === 0) return false;
      if (key === 'ArrowDown') setActive((place + 1) % options.length);
      else if (key === 'ArrowUp') setActive((place + options.length - 1) % options.length);
      else if ((key === 'Enter' && !shiftKey) || key === 'Tab') choose(options[place]);
      else if (key === 'Escape') setLeft(before);
      else return false;
      return true;
    },
  };
}

/** The emoji that a word names, in the language of the page. */
function useEmojiOf(word: string | undefined): readonly FoundEmoji[] {
  const language = useLocale();
  const [found, setFound] = useState<{ word: string; emoji: readonly FoundEmoji[] }>();
  useEffect(() => {
    if (word === undefined) return undefined;
    let isCurrent = true;
    // Without the names, which could not be loaded, there is nothing to complete.
    findEmoji(language, word, MOST).then(
      (emoji) => isCurrent && setFound({ word, emoji }),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [language, word]);
  return word !== undefined && found?.word === word ? found.emoji : [];
}

export const COMPLETION_ID = 'completion';

/** The list above the composer. */
export function Completion({ options, place, choose }: ReturnType<typeof useCompletion>) {
  const t = useTranslations('message');
  if (options.length === 0) return null;
  return (
    <ul
      id={COMPLETION_ID}
      role="listbox"
      aria-label={t('completion')}
      className="absolute inset-x-2 bottom-full z-10 mb-1 max-w-form animate-rise rounded-card border border-line bg-raised p-1 shadow-float lg:inset-x-4"
    >
      {options.map((option, index) => (
        <li
          key={option.key}
          id={`${COMPLETION_ID}-${index}`}
          role="option"
          aria-selected={index === place}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(option)}
          className="flex h-10 items-center gap-3 rounded-control px-3"
        >
          <span aria-hidden className="w-6 text-center text-title text-secondary">
            {option.mark}
          </span>
          <span className="truncate">{option.name}</span>
        </li>
      ))}
    </ul>
  );
}
