import { useState } from 'react';
import type { admin, Params } from '@kith/contract';
import { useTranslations } from '../../../text/index.js';
import { Dialog } from '../../../ui/dialog.js';
import { Field } from '../../../ui/field.js';
import { Form } from '../../../ui/form.js';
import { Notice } from '../../../ui/notice.js';
import { Switch } from '../../../ui/switch.js';
import { toast } from '../../../ui/toast.js';
import { ask, queries, useAction } from '../../admin/index.js';
import { priceOf, priceText } from './rules.js';
import type { Plan } from './screen.js';

type Values = Omit<Required<Params<typeof admin.plans.add>>, 'code'>;

const BLANK = {
  name: '',
  months: '1',
  currency: 'NT$',
  price: '',
  tickets: '0',
  note: '',
  extraData: '',
  appleProductId: '',
  googleProductId: '',
};

/** Adds a plan, or changes one. Only what has changed is sent, so that two owners do not undo each other's change. */
export function PlanDialog({
  plan,
  onClose,
}: {
  readonly plan: Plan | undefined;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console');
  const { isBusy, refusal, act, proof } = useAction();
  const [first] = useState(() => (plan ? draftOf(plan) : BLANK));
  const [draft, setDraft] = useState(first);
  const [code, setCode] = useState('');
  const [isOffered, setOffered] = useState(!plan?.isHidden);
  const title = plan ? t('plans.changeOf', { name: plan.name }) : t('plans.add');
  const field = (name: keyof typeof BLANK) => ({
    label: t(`plans.fields.${name}`),
    value: draft[name],
    autoComplete: 'off',
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }),
  });
  const whole = (name: 'months' | 'tickets', min: number, max: number) => (
    <Field {...field(name)} type="number" min={min} max={max} required />
  );

  async function save(): Promise<void> {
    const values = { ...valuesOf(draft), isHidden: !isOffered };
    if (plan) {
      const changes = Object.entries(values).filter(([name, value]) => value !== plan[name as keyof Values]);
      await ask('PUT', '/admin/plans/{code}', { code: plan.code, ...Object.fromEntries(changes) });
    } else await ask('POST', '/admin/plans', { code, ...values });
    void queries.invalidateQueries({ queryKey: ['plans'] });
    toast(t('plans.saved', { name: draft.name }));
    onClose();
  }

  return (
    <Dialog title={title} closeLabel={t('close')} onClose={onClose}>
      <Form submit={t('plans.save')} isBusy={isBusy} onSubmit={() => void act(save)}>
        {!plan && (
          <Field
            label={t('plans.fields.code')}
            hint={t('plans.fields.codeHint')}
            pattern="[A-Za-z0-9_\-]{1,32}"
            maxLength={32}
            required
            autoComplete="off"
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
        <Field {...field('name')} maxLength={200} required />
        <div className="grid grid-cols-2 gap-4">
          {whole('months', 1, 120)}
          {whole('tickets', 0, 1_000_000)}
          <Field {...field('currency')} maxLength={20} />
          <Field
            {...field('price')}
            inputMode="decimal"
            pattern="\s*[0-9]{1,8}([.,][0-9]{1,2})?\s*"
            required
            error={
              draft.price !== '' && priceOf(draft.price) === undefined ? t('plans.fields.noPrice') : undefined
            }
          />
        </div>
        <Field {...field('note')} maxLength={200} />
        <Field {...field('appleProductId')} hint={t('plans.fields.productHint')} maxLength={200} />
        <Field {...field('googleProductId')} hint={t('plans.fields.productHint')} maxLength={200} />
        <Field {...field('extraData')} hint={t('plans.fields.extraHint')} maxLength={200} />
        <Switch
          label={t('plans.offered')}
          hint={t('plans.fields.offeredHint')}
          isOn={isOffered}
          onChange={setOffered}
        />
        {plan && <p className="text-small text-secondary">{t('plans.keepsTerms')}</p>}
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      </Form>
      {proof}
    </Dialog>
  );
}

function draftOf(plan: Plan): typeof BLANK {
  const { name, currency, note, extraData, appleProductId, googleProductId } = plan;
  return {
    name,
    currency,
    note,
    extraData,
    months: String(plan.months),
    tickets: String(plan.tickets),
    price: priceText(plan.price),
    appleProductId: appleProductId ?? '',
    googleProductId: googleProductId ?? '',
  };
}

/** What the server gets. The browser sends no text that is no price. */
function valuesOf(draft: typeof BLANK): Omit<Values, 'isHidden'> {
  const { months, tickets, price, appleProductId, googleProductId, ...texts } = draft;
  return {
    ...texts,
    months: Number(months),
    tickets: Number(tickets),
    price: priceOf(price) ?? 0,
    appleProductId: appleProductId.trim() || null,
    googleProductId: googleProductId.trim() || null,
  };
}
