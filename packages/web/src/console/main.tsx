import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { useStore } from 'zustand';
import { preferences } from '../client/preferences.js';
import { Fields } from '../text/fields.js';
import { Texts } from '../text/index.js';
import '../ui/base.css';
import { queries } from './admin/index.js';
import { router } from './router.js';
import { loadConsoleTexts } from './texts.js';

function showTheme(): void {
  document.documentElement.dataset['theme'] = preferences.getState().theme;
}

function Console({ first }: { readonly first: Parameters<typeof Texts>[0]['first'] }) {
  const language = useStore(preferences, (state) => state.language);
  return (
    <Texts language={language} first={first} load={loadConsoleTexts}>
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
  const { language } = preferences.getState();
  const first = { language, messages: await loadConsoleTexts(language) };
  document.documentElement.lang = language;
  const root = document.getElementById('root');
  if (root) createRoot(root).render(<Console first={first} />);
}

void start();
