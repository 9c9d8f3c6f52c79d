import { useTranslations } from '../../../text/index.js';
import { OneTimeText } from './one-time-text.js';

/** The recovery codes, which the server shows once. */
export function RecoveryCodes({ codes }: { readonly codes: readonly string[] }) {
  const t = useTranslations('console');
  return <OneTimeText label={t('recoveryCodes')} text={codes.join('\n')} />;
}
