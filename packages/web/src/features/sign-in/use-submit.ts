import { useState } from 'react';
import { ImError } from '@kith/sdk';
import { useTranslations } from '../../text/index.js';

/** Runs the one action of a form: whether it is under way, and the sentence of its refusal. */
export function useSubmit(): {
  readonly isBusy: boolean;
  readonly refusal: string | undefined;
  readonly submit: (action: () => Promise<void>) => void;
} {
  const t = useTranslations('signIn');
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  async function run(action: () => Promise<void>): Promise<void> {
    setBusy(true);
    setRefusal(undefined);
    try {
      await action();
    } catch (error) {
      // A refusal has a sentence for users; anything else is a failure of the network.
      setRefusal(error instanceof ImError ? error.message : t('offline'));
    } finally {
      setBusy(false);
    }
  }

  return { isBusy, refusal, submit: (action) => void (isBusy || run(action)) };
}
