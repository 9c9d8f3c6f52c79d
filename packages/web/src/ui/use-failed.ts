import { useEffect, useState } from 'react';

const retries = new Set<() => void>();

/** Shows again what `useFailed` remembers as failed: the server can be reached again. */
export function retryFailed(): void {
  for (const retry of retries) retry();
}

/** The address that could not be loaded, until `retryFailed`: without a connection everything seems damaged. */
export function useFailed(): [failed: string | undefined, setFailed: (url: string | undefined) => void] {
  const [failed, setFailed] = useState<string>();
  useEffect(() => {
    if (failed === undefined) return undefined;
    const retry = (): void => setFailed(undefined);
    retries.add(retry);
    return () => void retries.delete(retry);
  }, [failed]);
  return [failed, setFailed];
}
