import { ApiError, ImError } from '@kith/sdk';
import { useTranslations } from '../../text/index.js';

/** Codes of the Friendship API that people meet, and the key of the sentence about each. */
const CODES: Readonly<
  Record<number, 'noTickets' | 'noSuperWaves' | 'notAllowed' | 'gone' | 'silenced' | 'tooOften' | 'storage'>
> = {
  400403: 'notAllowed',
  400404: 'gone',
  400405: 'silenced',
  400601: 'noTickets',
  400602: 'noSuperWaves',
  429001: 'tooOften',
  500103: 'storage',
};

/** A refusal that the page itself words; its message is the sentence. */
export class Refused extends Error {}

/** Words a refusal or a failure as one sentence for the reader. */
export function useRefusal(): (error: unknown) => string {
  const t = useTranslations('refusal');
  return (error) => {
    // The Chat API words its refusals for users.
    if (error instanceof ImError || error instanceof Refused) return error.message;
    if (!(error instanceof ApiError)) return t('offline');
    if (/no_links/.test(error.message)) return t('noLinks');
    if (/max_size|max_pixels|=> image/.test(error.message)) return t('badPicture');
    return t(CODES[error.code] ?? 'other');
  };
}
