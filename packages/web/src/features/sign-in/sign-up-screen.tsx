import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { findInvitation } from '../../client/invitation.js';
import { signUp } from '../../client/session.js';
import { useLocale, useTranslations } from '../../text/index.js';
import { Field } from '../../ui/field.js';
import { Form } from '../../ui/form.js';
import { Notice } from '../../ui/notice.js';
import { useSubmit } from '../account/index.js';
import { Frame } from './frame.js';
import { PasswordField } from './password-field.js';
import { PictureField } from './picture-field.js';
import { UsernameField } from './username-field.js';

/** Opens an account. */
export function SignUpScreen() {
  const t = useTranslations('signUp');
  const locale = useLocale();
  const [picture, setPicture] = useState<File>();
  const [nickname, setNickname] = useState('');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const { isBusy, refusal, submit } = useSubmit();
  return (
    <Frame title={t('title')} hint={t('hint')}>
      {refusal === undefined && findInvitation() !== undefined && <Notice>{t('invited')}</Notice>}
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      <Form
        submit={t('submit')}
        isBusy={isBusy}
        isWide
        onSubmit={() => void submit(() => signUp({ username, password, nickname, picture }, locale))}
      >
        <PictureField name={nickname} picture={picture} onChange={setPicture} />
        <Field
          label={t('nickname')}
          name="nickname"
          autoComplete="nickname"
          required
          maxLength={50}
          value={nickname}
          onChange={(event) => setNickname(event.target.value)}
        />
        <UsernameField value={username} onChange={setUsername} />
        <PasswordField
          name="password"
          autoComplete="new-password"
          hint={t('passwordHint')}
          minLength={8}
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Form>
      <p className="border-t border-line pt-5 text-secondary">
        {t('known')}{' '}
        <Link to="/sign-in" className="font-medium text-accent hover:underline">
          {t('toSignIn')}
        </Link>
      </p>
    </Frame>
  );
}
