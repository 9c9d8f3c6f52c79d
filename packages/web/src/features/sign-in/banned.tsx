import { appealBan } from '../../client/session.js';
import { useLocale, useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { Appeal } from './appeal.js';
import { Frame } from './frame.js';

/** Says that an account is banned, and where an appeal stands; one is possible. Import it lazily. */
export function Banned({
  username,
  password,
  onBack,
}: {
  readonly username: string;
  readonly password: string;
  readonly onBack: () => void;
}) {
  const t = useTranslations('signIn.banned');
  const locale = useLocale();
  return (
    <Frame title={t('title')} hint={t('hint')}>
      <Appeal
        queryKey={['appeal', username]}
        appeal={(text) => appealBan({ username, password, ...(text !== undefined && { text }) }, locale)}
        none={<Notice>{t('none')}</Notice>}
      />
      <Button onClick={onBack}>{t('back')}</Button>
    </Frame>
  );
}
