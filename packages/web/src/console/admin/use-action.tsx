import { AdminError } from '@kith/sdk';
import { lazy, Suspense, useRef, useState, type ReactNode } from 'react';
import { useFormatter, useTranslations } from '../../text/index.js';
import { isRefusal } from './ask.js';
import { PasskeyFailure } from './passkeys.js';

const ProofDialog = lazy(async () => ({ default: (await import('./proof-dialog.js')).ProofDialog }));

/** Words a refusal or a failure as one sentence for the reader. */
export function useRefusal(): (error: unknown) => string {
  const t = useTranslations('console.refusal');
  const format = useFormatter();
  const wordsOf = useWhat();
  return (error) => {
    if (error instanceof PasskeyFailure)
      return t(error.reason === 'known' ? 'passkeyKnown' : 'passkeyUnused');
    if (!(error instanceof AdminError)) return t('offline');
    if (error.code === 'too_many_requests' && error.retryMs !== undefined) {
      const minutes = Math.ceil(error.retryMs / 60_000);
      return t('locked', { minutes, time: format.dateTime(Date.now() + error.retryMs, 'time') });
    }
    if (error.code === 'invalid' && error.field === 'password') return t('password');
    if (error.code === 'invalid' && error.field === 'name') return t('name');
    if (error.decided) {
      const { by, what, at } = error.decided;
      return t('stale', {
        name: by,
        what: wordsOf(what),
        time: format.relativeTime(at, Math.max(at, Date.now())),
      });
    }
    return error.message; // the server words its refusals for readers
  };
}

/** Words what a decision of moderation has done. */
export function useWhat(): (what: string) => string {
  const t = useTranslations('console.whats');
  // A server that is newer than this page may do something without a text here.
  return (what) => (t.has(what as 'photo approved') ? t(what as 'photo approved') : what);
}

/** One action at a time: whether it is under way, and the sentence of its refusal. */
export interface Action {
  readonly isBusy: boolean;
  readonly refusal: string | undefined;
  /** Runs an action, and once more after a proof of identity if the server asks for one. */
  readonly act: (work: () => Promise<unknown>) => Promise<void>;
  /** Asks for the proof. Show it inside of what the action belongs to: a dialog closes others that are not its parents. */
  readonly proof: ReactNode;
}

export function useAction(): Action {
  const refusalOf = useRefusal();
  const isRunning = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const [waiting, setWaiting] = useState<{ readonly work: () => Promise<unknown> }>();

  async function act(work: () => Promise<unknown>): Promise<void> {
    if (isRunning.current) return;
    isRunning.current = true;
    setBusy(true);
    setRefusal(undefined);
    try {
      await work();
    } catch (error) {
      if (isRefusal(error, 'step_up_required')) setWaiting({ work });
      else setRefusal(refusalOf(error));
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  }

  const proof = waiting && (
    <Suspense>
      <ProofDialog
        onClose={() => setWaiting(undefined)}
        onProven={() => {
          setWaiting(undefined);
          void act(waiting.work);
        }}
      />
    </Suspense>
  );
  return { isBusy, refusal, act, proof };
}
