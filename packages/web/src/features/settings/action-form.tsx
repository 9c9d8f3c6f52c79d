import type { ReactNode } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Form } from '../../ui/form.js';
import { Notice } from '../../ui/notice.js';
import { useSubmit } from '../account/index.js';
import { PasswordField } from '../sign-in/index.js';

interface ActionFormProps {
  readonly action: () => Promise<void>;
  readonly submit: string;
  readonly look?: 'main' | 'danger';
  readonly onCancel?: () => void;
  readonly children: ReactNode;
}

/** Fields of one action, the reason of its refusal, and its button. */
export function ActionForm({ action, submit, look = 'main', onCancel, children }: ActionFormProps) {
  const t = useTranslations('app');
  const form = useSubmit();
  return (
    <Form
      submit={submit}
      look={look}
      isBusy={form.isBusy}
      onSubmit={() => void form.submit(action)}
      end={onCancel && <Button onClick={onCancel}>{t('cancel')}</Button>}
    >
      {children}
      {form.refusal !== undefined && <Notice isError>{form.refusal}</Notice>}
    </Form>
  );
}

/** The password of the account, asked again before something that cannot be undone. */
export function OwnPassword({
  value,
  onChange,
  isForVisitorsToo = false,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Visitors, who have no password, may do it too. */
  readonly isForVisitorsToo?: boolean;
}) {
  const t = useTranslations('me');
  return (
    <PasswordField
      label={t('ownPassword')}
      {...(isForVisitorsToo ? { hint: t('visitorPassword') } : { required: true })}
      autoComplete="current-password"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
