import { useTranslations } from '../../text/index.js';
import { BackLink } from '../../ui/back-link.js';

/** The way back to the list, in a narrow window. */
export function Back() {
  const t = useTranslations('app');
  return <BackLink to="/contacts" label={t('back')} />;
}
