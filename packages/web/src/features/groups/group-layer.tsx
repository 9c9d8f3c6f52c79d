import { useNavigate, useRouter, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslations } from '../../text/index.js';
import { useLayerFocus } from '../../ui/use-layer-focus.js';

const GroupPane = lazy(async () => ({ default: (await import('./group-pane.js')).GroupPane }));

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The details are open: a layer of its own, which the way back closes. */
    hasDetails?: boolean;
  }
}

/** Opens the details beside the chat, or above it where there is no room. */
export function useOpenGroup(): () => void {
  const navigate = useNavigate();
  return () => void navigate({ to: '.', search: true, state: (before) => ({ ...before, hasDetails: true }) });
}

/** The details of the group, while they are open. */
export function GroupLayer({ listId }: { readonly listId: string }) {
  const isOpen = useRouterState({ select: ({ location }) => location.state.hasDetails === true });
  return isOpen && <Details listId={listId} />;
}

function Details({ listId }: { readonly listId: string }) {
  const t = useTranslations('groups');
  const { history } = useRouter();
  const layer = useLayerFocus<HTMLElement>();
  return (
    <aside
      ref={layer}
      tabIndex={-1}
      aria-label={t('details')}
      onKeyDown={({ key }) => key === 'Escape' && history.back()}
      className="absolute inset-0 z-10 flex animate-rise flex-col border-line bg-panel outline-none xl:static xl:w-80 xl:shrink-0 xl:border-s"
    >
      <Suspense>
        <GroupPane listId={listId} onClose={() => history.back()} />
      </Suspense>
    </aside>
  );
}
