import { useState, type ReactNode } from 'react';
import { useTranslations } from '../../text/index.js';
import { Field } from '../../ui/field.js';
import { Form } from '../../ui/form.js';
import { Notice } from '../../ui/notice.js';
import type { Action } from '../admin/use-action.js';

/** The reason of an action, which the audit log keeps, and the button that does it. */
export function ReasonForm({
  submit,
  look = 'main',
  action: { isBusy, refusal, act, proof },
  onSubmit,
  children,
}: {
  readonly submit: string;
  readonly look?: 'main' | 'danger';
  readonly action: Action;
  readonly onSubmit: (reason: string) => Promise<void>;
  /** Above the reason. */
  readonly children?: ReactNode;
}) {
  const t = useTranslations('console.reason');
  const [reason, setReason] = useState('');
  return (
    <>
      <Form
        submit={submit}
        look={look}
        isBusy={isBusy}
        onSubmit={() => void act(() => onSubmit(reason.trim()))}
      >
        {children}
        <Field
          label={t('label')}
          hint={t('hint')}
          maxLength={500}
          pattern=".*\S.*"
          required
          autoComplete="off"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      </Form>
      {proof}
    </>
  );
}
