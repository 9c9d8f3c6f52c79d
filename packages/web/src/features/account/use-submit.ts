import { useRef, useState } from 'react';
import { useRefusal } from './use-refusal.js';

/** The one action of a form at a time: whether it is under way, and the sentence of its refusal. */
export interface Submit {
  readonly isBusy: boolean;
  readonly refusal: string | undefined;
  /** Runs an action; true once it has succeeded. Does nothing while another one runs. */
  readonly submit: (action: () => Promise<unknown>) => Promise<boolean>;
}

/** What was typed stays with the form, whatever happens to its action. */
export function useSubmit(): Submit {
  const refusalOf = useRefusal();
  const isRunning = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  async function submit(action: () => Promise<unknown>): Promise<boolean> {
    if (isRunning.current) return false;
    isRunning.current = true;
    setBusy(true);
    setRefusal(undefined);
    try {
      await action();
      return true;
    } catch (error) {
      setRefusal(refusalOf(error));
      return false;
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  }

  return { isBusy, refusal, submit };
}
