import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from 'zustand';
import { enterAsVisitor, sessions, signIn } from '../../client/session.js';
import { useLocale, useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Notice } from '../../ui/notice.js';
import { useSubmit } from '../account/index.js';
import { Frame } from './frame.js';
import { PasswordField } from './password-field.js';

/** Signs in with a name and a password, or enters as a visitor. */
export function SignInScreen() {
  const t = useTranslations('signIn');
  const locale = useLocale();
  const ended = useStore(sessions, (state) => state.ended);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const { isBusy, refusal, submit } = useSubmit();
  return (
    <Frame title={t('title')} hint={t('hint')}>
      {ended !== undefined && refusal === undefined && <Notice>{t(ended)}</Notice>}
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(() => signIn({ username, password }, locale));
        }}
      >
        <Field
          label={t('username')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
        <PasswordField
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" look="main" isBusy={isBusy}>
          {t('submit')}
        </Button>
      </form>
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
