import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { useStore } from 'zustand';
import { preferences } from '../client/preferences.js';
import { endLeftSessions, sessions } from '../client/session.js';
import { startWorker } from '../client/worker.js';
import { loadTexts, Texts } from '../text/index.js';
import '../ui/base.css';
import { Fields } from '../text/fields.js';
import { router } from './router.js';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // News of the socket renew what has changed.
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      retry: 1,
    },
  },
});

function showTheme(): void {
  document.documentElement.dataset['theme'] = preferences.getState().theme;
}

function App({ first }: { readonly first: Parameters<typeof Texts>[0]['first'] }) {
  const language = useStore(preferences, (state) => state.language);
  return (
    <Texts language={language} first={first} load={loadTexts}>
      <Fields>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Fields>
    </Texts>
  );
}

async function start(): Promise<void> {
  showTheme();
  preferences.subscribe(showTheme);
  // Who is signed in decides which pages there are.
  sessions.subscribe(() => void router.invalidate());
  addEventListener('online', () => void endLeftSessions());
  void endLeftSessions();
  const { language } = preferences.getState();
  const first = { language, messages: await loadTexts(language) };
  document.documentElement.lang = language;
  const root = document.getElementById('root');
  if (root) createRoot(root).render(<App first={first} />);
  // In development every file comes from the server.
  // Without the worker, as where a browser forbids its storage, the client is a page like others.
  if (import.meta.env.PROD) await startWorker().catch(() => undefined);
}

void start();
