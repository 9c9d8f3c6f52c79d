import { useTranslations } from '../../text/index.js';
import { keyOfError } from './refusals.js';

/** Words a refusal or a failure as one sentence for the reader. */
export function useRefusal(): (error: unknown) => string {
  const t = useTranslations('refusal');
  return (error) => {
    const key = keyOfError(error);
    return key === undefined ? (error as Error).message : t(key);
  };
}
