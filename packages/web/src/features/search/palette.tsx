import { useNavigate } from '@tanstack/react-router';
import { Search, X } from 'lucide-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button, IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { Overlay } from '../../ui/overlay.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { useActive } from '../../ui/use-active.js';
import { useAccount } from '../account/index.js';
import { showMessage } from '../chat/index.js';
import { Option } from './option.js';
import { keyOf, type Target } from './targets.js';
import { useRemember, useSearch, type Results } from './use-search.js';

const PARTS = ['recent', 'people', 'groups', 'messages'] as const;
/** So close to the end, in pixels, further messages are asked for. */
const AHEAD = 400;

/** The search over everything: people, groups and messages in one list, by pointer and by keys. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('search');
  const app = useTranslations('app');
  const id = useId();
  const [text, setText] = useState('');
  const search = useSearch(text);
  const { results, more } = search;
  const open = useOpen(onClose);
  const targets = PARTS.flatMap((part) => results[part]);
  const keys = targets.map(keyOf);
  const { active, setActive, step } = useActive(keys, text);
  const activeIndex = keys.indexOf(active ?? '');

  function onKeyDown(event: KeyboardEvent): void {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      step(move);
      if (activeIndex > targets.length - 5) more();
    }
    const chosen = targets[activeIndex];
    // Not the Enter that ends a composition.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || !chosen) return;
    // It would press the button to which the focus returns.
    event.preventDefault();
    open(chosen);
  }

  return (
    <Overlay label={t('box')} onClose={onClose}>
      <div className="flex items-center gap-3 border-b border-line ps-5 pe-2 head">
        <span className="text-secondary">
          <Icon of={Search} />
        </span>
        <input
          type="text"
          role="combobox"
          aria-label={t('box')}
          aria-expanded={targets.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={activeIndex < 0 ? undefined : `${id}-${activeIndex}`}
          aria-autocomplete="list"
          placeholder={t('placeholder')}
          value={text}
          maxLength={200}
          enterKeyHint="search"
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          className="h-full min-w-0 grow bg-transparent outline-none placeholder:text-secondary"
        />
        <IconButton label={app('close')} onClick={onClose}>
          <Icon of={X} />
        </IconButton>
      </div>
      <div
        className="min-h-0 grow overflow-y-auto overscroll-contain pb-2"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          if (scrollHeight - scrollTop - clientHeight < AHEAD) more();
        }}
      >
        <div id={`${id}-list`} role="listbox" aria-label={t('results')}>
          {PARTS.map((part) => (
            <Part
              key={part}
              part={part}
              targets={results[part]}
              wanted={text}
              firstIndex={targets.indexOf(results[part][0]!)}
              idOf={(index) => `${id}-${index}`}
              activeIndex={activeIndex}
              onPoint={setActive}
              onOpen={open}
            />
          ))}
        </div>
        <Outcome text={text} search={search} isEmpty={targets.length === 0} />
      </div>
    </Overlay>
  );
}

interface OutcomeProps {
  readonly text: string;
  readonly search: ReturnType<typeof useSearch>;
  readonly isEmpty: boolean;
}

/** What is said below the results, or in their place. */
function Outcome({
  text,
  search: { results, isAsked, isLive, error, isSearching, retry },
  isEmpty,
}: OutcomeProps) {
  const t = useTranslations('search');
  const app = useTranslations('app');
  return (
    <>
      {isSearching && results.messages.length === 0 && <SkeletonRows count={3} />}
      <div role="status" className="px-5 text-secondary">
        {error ? (
          <p className="flex flex-wrap items-center gap-2 py-3">
            {t('failed')}
            <Button look="quiet" className="h-9 px-2" onClick={retry}>
              {app('tryAgain')}
            </Button>
          </p>
        ) : isAsked && !isLive ? (
          <p className="py-3">{t('offline')}</p>
        ) : (
          !isSearching &&
          isEmpty && (
            <p className="py-8 text-center text-balance">
              {isAsked ? t('nothing', { text: text.trim() }) : t('hint')}
            </p>
          )
        )}
      </div>
    </>
  );
}

interface PartProps {
  readonly part: keyof Results;
  readonly targets: readonly Target[];
  readonly wanted: string;
  readonly firstIndex: number;
  readonly idOf: (index: number) => string;
  readonly activeIndex: number;
  readonly onPoint: (key: string) => void;
  readonly onOpen: (target: Target) => void;
}

function Part({ part, targets, wanted, firstIndex, idOf, activeIndex, onPoint, onOpen }: PartProps) {
  const t = useTranslations('search');
  if (targets.length === 0) return null;
  return (
    <div role="group" aria-label={t(`part.${part}`)}>
      <p aria-hidden className="px-5 pt-3 pb-1 text-small font-medium text-secondary">
        {t(`part.${part}`)}
      </p>
      {targets.map((target, position) => (
        <Option
          key={keyOf(target)}
          id={idOf(firstIndex + position)}
          target={target}
          wanted={wanted}
          isActive={firstIndex + position === activeIndex}
          onPoint={() => onPoint(keyOf(target))}
          onOpen={() => onOpen(target)}
        />
      ))}
    </div>
  );
}

/** Goes to a result, and remembers people and groups. */
function useOpen(onClose: () => void): (target: Target) => void {
  const account = useAccount();
  const navigate = useNavigate();
  const remember = useRemember();
  return (target) => {
    if (target.kind === 'message') showMessage(account, target.listId, target.message.seq);
    else remember(target);
    onClose();
    if (target.kind === 'person' && target.listId === '')
      void navigate({ to: '/contacts/$userId', params: { userId: String(target.id) } });
    else void navigate({ to: '/chats/$listId', params: { listId: target.listId } });
  };
}
