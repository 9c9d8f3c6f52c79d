import { useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Field } from '../../../ui/field.js';
import { Form } from '../../../ui/form.js';
import { Notice } from '../../../ui/notice.js';
import { Section } from '../../../ui/section.js';
import { toast } from '../../../ui/toast.js';
import { ask, queries, useAction } from '../../admin/index.js';
import { RecoveryCodes } from './recovery-codes.js';

/** Changes the own password. */
export function NewPassword() {
  const t = useTranslations('console.account');
  const enrol = useTranslations('console.enrol');
  const [password, setPassword] = useState('');
  const { isBusy, refusal, act, proof } = useAction();

  async function change(): Promise<void> {
    await ask('PUT', '/admin/session/password', { password });
    setPassword('');
    toast(t('passwordChanged'));
    void queries.invalidateQueries({ queryKey: ['sessions'] });
  }

  return (
    <Section title={t('password')} hint={t('passwordHint')}>
      <Form submit={t('changePassword')} isBusy={isBusy} onSubmit={() => void act(change)}>
        <Field
          label={t('newPassword')}
          hint={enrol('passwordHint')}
          type="password"
          autoComplete="new-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      </Form>
      {proof}
    </Section>
  );
}

/** Replaces the own recovery codes, and shows the new ones once. */
export function NewCodes() {
  const t = useTranslations('console.account');
  const common = useTranslations('console');
  const [codes, setCodes] = useState<readonly string[]>();
  const { isBusy, refusal, act, proof } = useAction();

  async function renew(): Promise<void> {
    setCodes((await ask('POST', '/admin/session/recovery-codes')).recoveryCodes);
  }

  return (
    <Section title={common('recoveryCodes')} hint={t('codesHint')}>
      {codes && <RecoveryCodes codes={codes} />}
      <Button className="self-start" isBusy={isBusy} onClick={() => void act(renew)}>
        {t('renewCodes')}
      </Button>
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      {proof}
    </Section>
  );
}
