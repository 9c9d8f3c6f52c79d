import type { ReactNode } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
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
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit(action);
      }}
    >
      {children}
      {form.refusal !== undefined && <Notice isError>{form.refusal}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look={look} isBusy={form.isBusy}>
          {submit}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t('cancel')}</Button>}
      </div>
    </form>
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
