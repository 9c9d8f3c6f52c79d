import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Search, SlidersHorizontal, X } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslations } from '../text/index.js';
import { Avatar } from '../ui/avatar.js';
import { IconButton } from '../ui/button.js';
import { classes } from '../ui/classes.js';
import { Icon } from '../ui/icon.js';
import { Overlay } from '../ui/overlay.js';
import { useActive } from '../ui/use-active.js';
import { useSettled } from '../ui/use-settled.js';
import { ask, useOwnSession, useRefusal } from './admin/index.js';
import { placesFor } from './places.js';

/** Somewhere to go. */
interface Target {
  readonly key: string;
  readonly icon: ReactNode;
  readonly name: string;
  /** Beside the name. */
  readonly hint?: string;
  readonly go: () => unknown;
}

/** Goes anywhere: to a page by its name, to a person by anything, to settings by a word. Import it lazily. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('console');
  const id = useId();
  const [text, setText] = useState('');
  const pages = usePages(text);
  const people = usePeople(text.trim());
  const settings = useSettings(text);
  // Nothing moves up below a pressed key: what can always be chosen waits for what is looked for.
  const targets = [...pages, ...people.targets, ...(people.isSearching ? [] : settings)];
  const keys = targets.map(({ key }) => key);
  const { active, setActive, step } = useActive(keys, text);
  const activeIndex = keys.indexOf(active ?? '');

  function open(target: Target): void {
    onClose();
    void target.go();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      step(move);
    }
    const chosen = targets[activeIndex];
    // Not the Enter that ends a composition.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || !chosen) return;
    // It would press the button to which the focus returns.
    event.preventDefault();
    open(chosen);
  }

  return (
    <Overlay label={t('palette.title')} onClose={onClose}>
      <div className="flex items-center gap-3 border-b border-line ps-5 pe-2 head">
        <span className="text-secondary">
          <Icon of={Search} />
        </span>
        <input
          type="text"
          role="combobox"
          aria-label={t('palette.title')}
          aria-expanded={targets.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={activeIndex < 0 ? undefined : `${id}-${activeIndex}`}
          aria-autocomplete="list"
          placeholder={t('palette.placeholder')}
          value={text}
          maxLength={254}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          className="h-full min-w-0 grow bg-transparent outline-none placeholder:text-secondary"
        />
        <IconButton label={t('close')} onClick={onClose}>
          <Icon of={X} />
        </IconButton>
      </div>
      <div className="min-h-0 grow overflow-y-auto overscroll-contain py-2">
        <div id={`${id}-list`} role="listbox" aria-label={t('palette.results')}>
          {targets.map((target, index) => (
            <Option
              key={target.key}
              id={`${id}-${index}`}
              target={target}
              isActive={index === activeIndex}
              onPoint={() => setActive(target.key)}
              onOpen={() => open(target)}
            />
          ))}
        </div>
        <p role="status" className="px-5 text-secondary empty:hidden">
          {people.failure ?? (targets.length === 0 && !people.isSearching ? t('palette.empty') : undefined)}
        </p>
      </div>
    </Overlay>
  );
}

/** The pages that a text names, all without one. */
function usePages(text: string): Target[] {
  const t = useTranslations('console');
  const navigate = useNavigate();
  const { permissions } = useOwnSession();
  const wanted = text.trim().toLowerCase();
  return placesFor(permissions)
    .map(({ to, name, icon }) => ({
      key: to,
      icon: <Icon of={icon} />,
      name: t(`pages.${name}`),
      go: () => navigate({ to }),
    }))
    .filter(({ name }) => name.toLowerCase().includes(wanted));
}

/** The settings with a text. */
function useSettings(text: string): Target[] {
  const t = useTranslations('console');
  const navigate = useNavigate();
  const { permissions } = useOwnSession();
  const q = text.trim();
  if (q === '' || !permissions.includes('settings')) return [];
  const settings: Target = {
    key: 'settings',
    icon: <Icon of={SlidersHorizontal} />,
    name: t('palette.settings', { text: q }),
    go: () => navigate({ to: '/console/settings', search: { q } }),
  };
  return [settings];
}

/** The people whom a text finds. */
function usePeople(text: string) {
  const navigate = useNavigate();
  const refusalOf = useRefusal();
  const { permissions } = useOwnSession();
  const settled = useSettled(text);
  const mayFind = permissions.includes('people');
  // Enter opens nobody who was found by an earlier text.
  const isAsked = text !== '' && text === settled && mayFind;
  const found = useQuery({
    queryKey: ['people', 'found', settled, undefined],
    queryFn: () => ask('GET', '/admin/people', { text: settled }),
    enabled: isAsked,
  });
  const rows = isAsked ? (found.data?.rows ?? []) : [];
  return {
    targets: rows.slice(0, MOST_PEOPLE).map(({ id, nickname, username, avatar }): Target => ({
      key: `person ${id}`,
      icon: <Avatar id={id} name={nickname || username} photo={avatar} size="small" />,
      name: nickname || username,
      hint: `${username} · ${id}`,
      go: () => navigate({ to: '/console/people/$id', params: { id } }),
    })),
    isSearching: mayFind && (text !== settled || (isAsked && found.isFetching)),
    failure: isAsked && found.error ? refusalOf(found.error) : undefined,
  };
}

/** So many are shown at once; the search for people has more. */
const MOST_PEOPLE = 10;

function Option({
  id,
  target: { icon, name, hint },
  isActive,
  onPoint,
  onOpen,
}: {
  readonly id: string;
  readonly target: Target;
  readonly isActive: boolean;
  readonly onPoint: () => void;
  readonly onOpen: () => void;
}) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    // The field keeps the focus, and its keys choose and open.
    <div
      ref={row}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      onMouseMove={() => !isActive && onPoint()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onOpen}
      className={classes(
        'mx-2 flex h-11 cursor-pointer items-center gap-3 rounded-control px-3',
        isActive && 'bg-tint',
      )}
    >
      <span className="flex size-8 shrink-0 items-center justify-center text-secondary">{icon}</span>
      <span className="min-w-0 truncate font-medium">{name}</span>
      {hint !== undefined && <span className="truncate text-small text-secondary tabular-nums">{hint}</span>}
    </div>
  );
}
