import { useState } from 'react';
import { useStore } from 'zustand';
import { keeping } from '../client/local.js';
import { useTranslations } from '../text/index.js';

/** Says that this browser keeps nothing: what is written lasts as long as the tab. */
export function Forgetful() {
  const t = useTranslations('app');
  const isBroken = useStore(keeping, (state) => state.isBroken);
  const [isRead, setRead] = useState(false);
  return (
    <div role="status">
      {isBroken && !isRead && (
        <p className="flex flex-wrap items-center justify-center gap-x-3 bg-tint px-4 py-2 text-small">
          {t('forgetful')}
          <button
            type="button"
            className="font-medium text-accent hover:underline"
            onClick={() => setRead(true)}
          >
            {t('understood')}
          </button>
        </p>
      )}
    </div>
  );
}
