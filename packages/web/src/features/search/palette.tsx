import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Palette, PaletteOption } from '../../ui/palette.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { useAccount } from '../account/index.js';
import { showMessage } from '../chat/index.js';
import { Found } from './found.js';
import { keyOf, type Target } from './targets.js';
import { useRemember, useSearch, type Results } from './use-search.js';

const PARTS = ['recent', 'people', 'groups', 'messages'] as const;

/** The search over everything: people, groups and messages in one list, by pointer and by keys. */
export function SearchPalette({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('search');
  const app = useTranslations('app');
  const [text, setText] = useState('');
  const search = useSearch(text);
  const { results, more } = search;
  const open = useOpen(onClose);
  const targets = new Map(PARTS.flatMap((part) => results[part].map((target) => [keyOf(target), target])));

  return (
    <Palette
      label={t('box')}
      results={t('results')}
      closeLabel={app('close')}
      placeholder={t('placeholder')}
      maxLength={200}
      enterKeyHint="search"
      text={text}
      onText={setText}
      keys={[...targets.keys()]}
      onOpen={(key) => open(targets.get(key))}
      onNearEnd={more}
      onClose={onClose}
      foot={<Outcome text={text} search={search} isEmpty={targets.size === 0} />}
    >
      {PARTS.map((part) => (
        <Part key={part} part={part} targets={results[part]} wanted={text} />
      ))}
    </Palette>
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
}

function Part({ part, targets, wanted }: PartProps) {
  const t = useTranslations('search');
  if (targets.length === 0) return null;
  return (
    <div role="group" aria-label={t(`part.${part}`)}>
      <p aria-hidden className="px-5 pt-3 pb-1 text-small font-medium text-secondary">
        {t(`part.${part}`)}
      </p>
      {targets.map((target) => (
        <PaletteOption key={keyOf(target)} name={keyOf(target)} className="h-14">
          <Found target={target} wanted={wanted} />
        </PaletteOption>
      ))}
    </div>
  );
}

/** Goes to a result, and remembers people and groups. */
function useOpen(onClose: () => void): (target: Target | undefined) => void {
  const account = useAccount();
  const navigate = useNavigate();
  const remember = useRemember();
  return (target) => {
    if (!target) return;
    if (target.kind === 'message') showMessage(account, target.listId, target.message.seq);
    else remember(target);
    onClose();
    if (target.kind === 'person' && target.listId === '')
      void navigate({ to: '/contacts/$userId', params: { userId: String(target.id) } });
    else void navigate({ to: '/chats/$listId', params: { listId: target.listId } });
  };
}
