import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { SlidersHorizontal } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslations } from '../text/index.js';
import { Avatar } from '../ui/avatar.js';
import { Icon } from '../ui/icon.js';
import { Palette, PaletteOption } from '../ui/palette.js';
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
export function ConsolePalette({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('console');
  const [text, setText] = useState('');
  const pages = usePages(text);
  const people = usePeople(text.trim());
  const settings = useSettings(text);
  // Nothing moves up below a pressed key: what can always be chosen waits for what is looked for.
  const targets = [...pages, ...people.targets, ...(people.isSearching ? [] : settings)];
  return (
    <Palette
      label={t('palette.title')}
      results={t('palette.results')}
      closeLabel={t('close')}
      placeholder={t('palette.placeholder')}
      maxLength={254}
      text={text}
      onText={setText}
      keys={targets.map(({ key }) => key)}
      onOpen={(key) => {
        onClose();
        void targets.find((target) => target.key === key)?.go();
      }}
      onClose={onClose}
      foot={
        <p role="status" className="px-5 text-secondary empty:hidden">
          {people.failure ?? (targets.length === 0 && !people.isSearching ? t('palette.empty') : undefined)}
        </p>
      }
    >
      {targets.map(({ key, icon, name, hint }) => (
        <PaletteOption key={key} name={key} className="h-11">
          <span className="flex size-8 shrink-0 items-center justify-center text-secondary">{icon}</span>
          <span className="min-w-0 truncate font-medium">{name}</span>
          {hint !== undefined && (
            <span className="truncate text-small text-secondary tabular-nums">{hint}</span>
          )}
        </PaletteOption>
      ))}
    </Palette>
  );
}

/** The pages that a text names, all without one. */
function usePages(text: string): Target[] {
  const t = useTranslations('console');
  const navigate = useNavigate();
  const session = useOwnSession();
  const wanted = text.trim().toLowerCase();
  return placesFor(session)
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
