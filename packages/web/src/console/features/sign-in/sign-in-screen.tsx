import { useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Field } from '../../../ui/field.js';
import { Form } from '../../../ui/form.js';
import { Notice } from '../../../ui/notice.js';
import { ask, hasPasskeys, queries, signWithPasskey, useAction } from '../../admin/index.js';
import { Frame } from './frame.js';

/** Signs in with name, password and code at once, or with a passkey. */
export function SignInScreen({ isEnded }: { readonly isEnded: boolean }) {
  const t = useTranslations('console.signIn');
  const common = useTranslations('console');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  /** Undefined until somebody asks for another tenant than the first. */
  const [tenant, setTenant] = useState<string>();
  const { isBusy, refusal, act } = useAction();

  // Without a number, the first.
  const at = Number(tenant) > 0 ? { tenant: Number(tenant) } : {};

  async function signIn(): Promise<void> {
    const session = await ask('POST', '/admin/session', {
      name: name.trim(),
      password,
      ...(code.trim() !== '' && { code: code.trim() }),
      ...at,
    });
    queries.setQueryData(['session'], session);
  }

  async function signInWithPasskey(): Promise<void> {
    const passkey = await signWithPasskey(await ask('POST', '/admin/session/passkey/challenge', at));
    const named = name.trim() === '' ? {} : { name: name.trim() };
    const session = await ask('POST', '/admin/session/passkey', { ...named, ...at, passkey });
    queries.setQueryData(['session'], session);
  }

  return (
    <Frame title={t('title')} hint={t('hint')}>
      {refusal === undefined && isEnded && <Notice>{t('ended')}</Notice>}
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      <Form submit={t('submit')} isBusy={isBusy} isWide onSubmit={() => void act(signIn)}>
        {tenant !== undefined && (
          <Field
            label={t('tenant')}
            type="number"
            min={1}
            required
            autoFocus
            value={tenant}
            onChange={(event) => setTenant(event.target.value)}
          />
        )}
        <Field
          label={common('userName')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label={common('password')}
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Field
          label={common('code')}
          hint={t('codeHint')}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </Form>
      {hasPasskeys() && (
        <Button isBusy={isBusy} onClick={() => void act(signInWithPasskey)}>
          {t('passkey')}
        </Button>
      )}
      {tenant === undefined && (
        <Button look="quiet" onClick={() => setTenant('')}>
          {t('otherTenant')}
        </Button>
      )}
    </Frame>
  );
}
