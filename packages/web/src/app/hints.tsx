import { useState } from 'react';
import { useStore } from 'zustand';
import { clock } from '../client/clock.js';
import { keeping } from '../client/local.js';
import { useTranslations } from '../text/index.js';

/** What is wrong with this browser or device, until somebody has read it. */
export function Hints() {
  const t = useTranslations('app');
  const isForgetful = useStore(keeping, (state) => state.isBroken);
  const isClockWrong = useStore(clock, (state) => state.behindMs !== 0);
  return (
    <>
      <Hint text={isForgetful && t('forgetful')} />
      <Hint text={isClockWrong && t('wrongClock')} />
    </>
  );
}

function Hint({ text }: { readonly text: string | false }) {
  const t = useTranslations('app');
  const [isRead, setRead] = useState(false);
  return (
    <div role="status">
      {text !== false && !isRead && (
        <p className="flex items-center justify-between gap-3 bg-tint ps-4 pe-2 text-small md:justify-center">
          <span className="py-2">{text}</span>
          <button
            type="button"
            className="min-h-9 shrink-0 px-2 font-medium text-accent hover:underline"
            onClick={() => setRead(true)}
          >
            {t('understood')}
          </button>
        </p>
      )}
    </div>
  );
}
