import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Notice } from '../../ui/notice.js';
import { Skeleton } from '../../ui/skeleton.js';
import { toast } from '../../ui/toast.js';
import { Section } from '../../ui/section.js';
import { Loaded, useAccount } from '../account/index.js';
import { PasswordField } from '../sign-in/index.js';
import { ActionForm, OwnPassword } from './action-form.js';
import { SettingsPane } from './parts.js';

/** How one signs in: the password, and the address to which a new one is sent. */
export function AccountPage() {
  const t = useTranslations('me');
  const { session } = useAccount();
  return (
    <SettingsPane page="account">
      {session.isVisitor ? (
        <Notice>{t('visitor')}</Notice>
      ) : (
        <>
          <Email />
          <Password />
        </>
      )}
    </SettingsPane>
  );
}

function Password() {
  const t = useTranslations('me.password');
  const { im } = useAccount();
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');

  async function change(): Promise<void> {
    await im.set.password({ pass1: old, pass2: fresh, pass3: fresh });
    setOld('');
    setFresh('');
    toast(t('changed'));
  }

  return (
    <Section title={t('title')} hint={t('hint')}>
      <ActionForm action={change} submit={t('change')}>
        <PasswordField
          label={t('old')}
          autoComplete="current-password"
          required
          value={old}
          onChange={(event) => setOld(event.target.value)}
        />
        <PasswordField
          label={t('new')}
          hint={t('rule')}
          autoComplete="new-password"
          minLength={8}
          required
          value={fresh}
          onChange={(event) => setFresh(event.target.value)}
        />
      </ActionForm>
    </Section>
  );
}

function Email() {
  const t = useTranslations('me.email');
  const { im } = useAccount();
  const own = useQuery({ queryKey: ['own-row'], queryFn: () => im.get.getUserInfo({}), staleTime: 0 });
  const [asked, setAsked] = useState<string>();
  const [change, setChange] = useState<'set' | 'remove'>();
  const end = () => {
    setAsked(undefined);
    setChange(undefined);
  };
  return (
    <Section title={t('title')} hint={t('hint')}>
      <Loaded of={own} loading={<Skeleton className="h-6 w-60" />}>
        {({ email }) => (
          <>
            <p className="wrap-anywhere">{email || t('none')}</p>
            {change === undefined && (
              <div className="flex flex-wrap gap-2">
                <Button onClick={() => setChange('set')}>{email ? t('change') : t('add')}</Button>
                {email !== '' && (
                  <Button look="danger" onClick={() => setChange('remove')}>
                    {t('remove')}
                  </Button>
                )}
              </div>
            )}
          </>
        )}
      </Loaded>
      {change === 'set' && asked === undefined && <AskCode onAsked={setAsked} onCancel={end} />}
      {change === 'set' && asked !== undefined && <ConfirmCode email={asked} onEnd={end} />}
      {change === 'remove' && <RemoveEmail onEnd={end} />}
    </Section>
  );
}

function AskCode({
  onAsked,
  onCancel,
}: {
  readonly onAsked: (email: string) => void;
  readonly onCancel: () => void;
}) {
  const t = useTranslations('me.email');
  const { im } = useAccount();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');

  async function ask(): Promise<void> {
    await im.email.set({ email: email.trim(), password });
    onAsked(email.trim());
  }

  return (
    <ActionForm action={ask} submit={t('sendCode')} onCancel={onCancel}>
      <Field
        label={t('new')}
        type="email"
        autoComplete="email"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <OwnPassword value={password} onChange={setPassword} />
    </ActionForm>
  );
}

function ConfirmCode({ email, onEnd }: { readonly email: string; readonly onEnd: () => void }) {
  const t = useTranslations('me.email');
  const { im } = useAccount();
  const queries = useQueryClient();
  const [code, setCode] = useState('');

  async function confirm(): Promise<void> {
    await im.email.confirm({ email, code });
    await queries.invalidateQueries({ queryKey: ['own-row'] });
    toast(t('confirmed'));
    onEnd();
  }

  return (
    <ActionForm action={confirm} submit={t('confirm')} onCancel={onEnd}>
      <Notice>{t('sent', { email })}</Notice>
      <Field
        label={t('code')}
        autoComplete="one-time-code"
        inputMode="numeric"
        required
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
    </ActionForm>
  );
}

function RemoveEmail({ onEnd }: { readonly onEnd: () => void }) {
  const t = useTranslations('me.email');
  const { im } = useAccount();
  const queries = useQueryClient();
  const [password, setPassword] = useState('');

  async function remove(): Promise<void> {
    await im.email.remove({ password });
    await queries.invalidateQueries({ queryKey: ['own-row'] });
    onEnd();
  }

  return (
    <ActionForm action={remove} submit={t('remove')} onCancel={onEnd}>
      <p>{t('removeHint')}</p>
      <OwnPassword value={password} onChange={setPassword} />
    </ActionForm>
  );
}
