import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { ImError } from '@kith/sdk';
import { enterAsVisitor, keepAccount, sessions, signIn } from '../../client/session.js';
import { useFormatter, useLocale, useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Form } from '../../ui/form.js';
import { Notice } from '../../ui/notice.js';
import { useSubmit } from '../account/index.js';
import { Frame } from './frame.js';
import { PasswordField } from './password-field.js';
import { UsernameField } from './username-field.js';

const Banned = lazy(async () => ({ default: (await import('./banned.js')).Banned }));

/** The number of this refusal: the account is being deleted, and can still be kept. */
const DELETING = 3;

/** The number of this refusal: the account is banned. */
const BANNED = 4;

/** Signs in with a name and a password, or enters as a visitor. */
export function SignInScreen() {
  const t = useTranslations('signIn');
  const locale = useLocale();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const { isBusy, refusal, submit } = useSubmit();
  const [isDeleting, setDeleting] = useState(false);
  const [isBanned, setBanned] = useState(false);

  async function enter(): Promise<void> {
    setDeleting(false);
    try {
      await signIn({ username, password }, locale);
    } catch (error) {
      setDeleting(error instanceof ImError && error.err === DELETING);
      setBanned(error instanceof ImError && error.err === BANNED);
      throw error;
    }
  }

  if (isBanned)
    return (
      <Suspense>
        <Banned username={username} password={password} onBack={() => setBanned(false)} />
      </Suspense>
    );
  return (
    <Frame title={t('title')} hint={t('hint')}>
      {refusal === undefined && <Ended />}
      {refusal !== undefined && !isDeleting && <Notice isError>{refusal}</Notice>}
      {isDeleting && (
        <>
          <Notice>{t('deleting')}</Notice>
          <Button
            isBusy={isBusy}
            onClick={() => void submit(() => keepAccount({ username, password }, locale))}
          >
            {t('keep')}
          </Button>
        </>
      )}
      <Form submit={t('submit')} isBusy={isBusy} isWide onSubmit={() => void submit(enter)}>
        <UsernameField value={username} onChange={setUsername} />
        <PasswordField
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Form>
      <Link to="/forgot-password" className="-mt-2 self-center font-medium text-accent hover:underline">
        {t('forgot')}
      </Link>
      <div className="flex flex-col gap-3 border-t border-line pt-5">
        <p className="text-secondary">
          {t('new')}{' '}
          <Link to="/sign-up" className="font-medium text-accent hover:underline">
            {t('toSignUp')}
          </Link>
        </p>
        <Button onClick={() => void submit(() => enterAsVisitor(locale))}>{t('visitor')}</Button>
      </div>
    </Frame>
  );
}

/** Why there is a form. */
function Ended() {
  const t = useTranslations('signIn');
  const format = useFormatter();
  const { ended, erasedAt } = useStore(sessions);
  if (erasedAt !== undefined) {
    const time = format.dateTime(erasedAt, { dateStyle: 'long', timeStyle: 'short' });
    return <Notice>{t('deleted', { time })}</Notice>;
  }
  return ended && <Notice>{t(ended)}</Notice>;
}
