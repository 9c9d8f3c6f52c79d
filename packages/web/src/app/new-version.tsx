import { Sparkles } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { newVersion, takeNewVersion } from '../client/worker.js';
import { useTranslations } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';

/** Offers a new version of the client, but not to somebody who is writing. */
export function NewVersion() {
  const t = useTranslations('app');
  const isReady = useStore(newVersion, (state) => state.isReady);
  const isWriting = useIsWriting(isReady);
  return (
    <div role="status">
      {isReady && !isWriting && (
        <p className="fixed inset-x-4 bottom-20 z-20 mx-auto flex max-w-110 animate-rise items-center gap-3 rounded-card border border-line bg-raised py-2 ps-4 pe-2 text-small shadow-float md:bottom-6">
          <span className="text-accent">
            <Icon of={Sparkles} />
          </span>
          <span className="grow">{t('newVersion')}</span>
          <Button look="quiet" onClick={() => void takeNewVersion()}>
            {t('showNewVersion')}
          </Button>
        </p>
      )}
    </div>
  );
}

/** Whether a field with text has the focus. Looks only while it matters. */
function useIsWriting(matters: boolean): boolean {
  const [isWriting, setWriting] = useState(true);
  useEffect(() => {
    if (!matters) return undefined;
    const look = () => setWriting(hasText(document.activeElement));
    // After the focus has moved.
    const lookSoon = () => setTimeout(look);
    look();
    const names = ['focusin', 'focusout', 'input'] as const;
    for (const name of names) document.addEventListener(name, lookSoon);
    return () => {
      for (const name of names) document.removeEventListener(name, lookSoon);
    };
  }, [matters]);
  return isWriting;
}

function hasText(element: Element | null): boolean {
  return (
    (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) && element.value !== ''
  );
}
