import { useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Choice } from '../../../ui/choice.js';
import { Dialog } from '../../../ui/dialog.js';
import { Field } from '../../../ui/field.js';
import { toast } from '../../../ui/toast.js';
import { ask, queries, useAction } from '../../admin/index.js';
import { ReasonForm } from '../../parts/reason-form.js';
import { QUOTAS, signed, useQuotaName } from './quota-names.js';

/** Gives a person further uses of a quota today, or takes some. */
export function QuotaDialog({ person, onClose }: { readonly person: number; readonly onClose: () => void }) {
  const t = useTranslations('console.people.ledger');
  const common = useTranslations('console');
  const action = useAction();
  const quotaName = useQuotaName();
  const [quota, setQuota] = useState<(typeof QUOTAS)[number]>('wave');
  const [amount, setAmount] = useState('1');

  async function give(reason: string): Promise<void> {
    await ask('POST', '/admin/people/{id}/quotas', { id: person, quota, amount: Number(amount), reason });
    void queries.invalidateQueries({ queryKey: ['people'] });
    toast(t('given', { amount: signed(Number(amount)), quota: quotaName(quota) }));
    onClose();
  }

  return (
    <Dialog title={t('give')} closeLabel={common('close')} onClose={onClose}>
      <ReasonForm submit={t('give')} action={action} onSubmit={give}>
        <p>{t('giveHint')}</p>
        <Choice
          label={t('quota')}
          value={quota}
          options={QUOTAS.map((value) => ({ value, text: quotaName(value) }))}
          onChange={setQuota}
        />
        <Field
          label={t('amount')}
          hint={t('amountHint')}
          type="number"
          min={-1000}
          max={1000}
          step={1}
          required
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
        />
      </ReasonForm>
    </Dialog>
  );
}
