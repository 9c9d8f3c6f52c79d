import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { resetPassword, sendResetCode } from '../../client/session.js';
import { useLocale, useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Form } from '../../ui/form.js';
import { Notice } from '../../ui/notice.js';
import { useSubmit } from '../account/index.js';
import { Frame } from './frame.js';
import { PasswordField } from './password-field.js';

/** Sets a new password with a code that arrives by mail, and signs in. */
export function ForgotScreen() {
  const t = useTranslations('forgot');
  const locale = useLocale();
  const [email, setEmail] = useState('');
  const [isSent, setSent] = useState(false);
  const { isBusy, refusal, submit } = useSubmit();

  async function send(): Promise<void> {
    await sendResetCode(email.trim(), locale);
    setSent(true);
  }

  return (
    <Frame title={t('title')} hint={t('hint')}>
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      {isSent ? (
        <>
          {refusal === undefined && <Notice>{t('sent', { email: email.trim() })}</Notice>}
          <NewPassword
            isBusy={isBusy}
            onSubmit={(code, password) =>
              void submit(() => resetPassword({ email: email.trim(), code, password }, locale))
            }
          />
          <Button onClick={() => setSent(false)}>{t('again')}</Button>
        </>
      ) : (
        <Form submit={t('send')} isBusy={isBusy} isWide onSubmit={() => void submit(send)}>
          <Field
            label={t('email')}
            type="email"
            autoComplete="email"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Form>
      )}
      <p className="border-t border-line pt-5">
        <Link to="/sign-in" className="font-medium text-accent hover:underline">
          {t('toSignIn')}
        </Link>
      </p>
    </Frame>
  );
}

function NewPassword({
  isBusy,
  onSubmit,
}: {
  readonly isBusy: boolean;
  readonly onSubmit: (code: string, password: string) => void;
}) {
  const t = useTranslations('forgot');
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  return (
    <Form submit={t('submit')} isBusy={isBusy} isWide onSubmit={() => onSubmit(code, password)}>
      <Field
        label={t('code')}
        autoComplete="one-time-code"
        inputMode="numeric"
        autoFocus
        required
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <PasswordField
        label={t('password')}
        hint={t('rule')}
        autoComplete="new-password"
        minLength={8}
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
    </Form>
  );
}
