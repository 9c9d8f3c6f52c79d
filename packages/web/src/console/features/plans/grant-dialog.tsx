import { useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Dialog } from '../../../ui/dialog.js';
import { Field } from '../../../ui/field.js';
import { toast } from '../../../ui/toast.js';
import { ask, queries, useAction } from '../../admin/index.js';
import { ReasonForm } from '../../parts/reason-form.js';
import type { Plan } from './screen.js';

/** Gives a person a plan without a purchase. */
export function GrantDialog({
  plans,
  person,
  onClose,
}: {
  readonly plans: readonly Plan[];
  readonly person: number | undefined;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console');
  const action = useAction();
  const [id, setId] = useState(person === undefined ? '' : String(person));
  const [planCode, setPlan] = useState(plans[0]?.code ?? '');
  const [days, setDays] = useState('');

  async function grant(reason: string): Promise<void> {
    const given = { id: Number(id), planCode, reason, ...(days !== '' && { days: Number(days) }) };
    await ask('POST', '/admin/people/{id}/plans', given);
    void queries.invalidateQueries({ queryKey: ['plans'] });
    toast(t('plans.grant.done', { id }));
    onClose();
  }

  return (
    <Dialog title={t('plans.grant.title')} closeLabel={t('close')} onClose={onClose}>
      <ReasonForm submit={t('plans.grant.title')} action={action} onSubmit={grant}>
        <Field
          label={t('plans.grant.person')}
          inputMode="numeric"
          pattern="[1-9][0-9]{0,9}"
          required
          autoComplete="off"
          value={id}
          onChange={(event) => setId(event.target.value.trim())}
        />
        <label className="flex flex-col gap-1">
          <span className="text-small font-medium">{t('plans.plan')}</span>
          <select
            value={planCode}
            onChange={(event) => setPlan(event.target.value)}
            className="h-11 rounded-control border border-edge bg-panel px-3"
          >
            {plans.map(({ code, name, months }) => (
              <option key={code} value={code}>
                {t('plans.grant.planOf', { name, months })}
              </option>
            ))}
          </select>
        </label>
        <Field
          label={t('plans.grant.days')}
          hint={t('plans.grant.daysHint')}
          type="number"
          min={1}
          max={3650}
          value={days}
          onChange={(event) => setDays(event.target.value)}
        />
      </ReasonForm>
    </Dialog>
  );
}

/** Ends all plans of a person. */
export function RevokeDialog({ person, onClose }: { readonly person: number; readonly onClose: () => void }) {
  const t = useTranslations('console');
  const action = useAction();

  async function revoke(reason: string): Promise<void> {
    await ask('DELETE', '/admin/people/{id}/plans', { id: person, reason });
    void queries.invalidateQueries({ queryKey: ['plans'] });
    void queries.invalidateQueries({ queryKey: ['purchases'] });
    toast(t('plans.revoke.done', { id: person }));
    onClose();
  }

  return (
    <Dialog title={t('plans.revoke.title')} closeLabel={t('close')} onClose={onClose}>
      <ReasonForm submit={t('plans.revoke.title')} look="danger" action={action} onSubmit={revoke}>
        <p>{t('plans.revoke.hint', { id: person })}</p>
      </ReasonForm>
    </Dialog>
  );
}
