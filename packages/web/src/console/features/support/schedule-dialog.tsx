import { useId, useState } from 'react';
import { useFormatter, useTranslations } from '../../../text/index.js';
import { Dialog } from '../../../ui/dialog.js';
import { Field } from '../../../ui/field.js';
import { Switch } from '../../../ui/switch.js';
import { toast } from '../../../ui/toast.js';
import { ask, queries, useAction } from '../../admin/index.js';
import { ReasonForm } from '../../parts/reason-form.js';
import { DAYS, dayText, readDay } from './hours.js';
import type { Agent } from './screen.js';

/** A Monday, whose week shows the names of days. */
const MONDAY = Date.UTC(2026, 0, 5);
const DAY_MS = 24 * 3600_000;

/** When an agent works, and how many customers the agent serves at once. */
export function ScheduleDialog({ agent, onClose }: { readonly agent: Agent; readonly onClose: () => void }) {
  const t = useTranslations('console.support.schedule');
  const common = useTranslations('console');
  const action = useAction();
  const [isAlways, setAlways] = useState(agent.hours === undefined);
  const [days, setDays] = useState(() => DAYS.map((day) => dayText(agent.hours ?? [], day)));
  const [timeZone, setTimeZone] = useState(
    agent.hours === undefined ? Intl.DateTimeFormat().resolvedOptions().timeZone : agent.timeZone,
  );
  const [most, setMost] = useState(String(agent.mostCustomers ?? ''));

  async function change(reason: string): Promise<void> {
    const hours = days.flatMap((text, index) => readDay(text, index + 1) ?? []);
    try {
      await ask('PUT', '/admin/support/agents/{id}/schedule', {
        id: agent.id,
        version: agent.version,
        timeZone,
        reason,
        ...(!isAlways && { hours }),
        ...(most !== '' && { mostCustomers: Number(most) }),
      });
    } finally {
      // Whatever happens: a refusal may mean that the list is old.
      void queries.invalidateQueries({ queryKey: ['support'] });
    }
    toast(t('done', { name: agent.username }));
    onClose();
  }

  return (
    <Dialog title={t('title')} closeLabel={common('close')} onClose={onClose}>
      <ReasonForm submit={t('submit')} action={action} onSubmit={change}>
        <p>{t('hint', { name: agent.username })}</p>
        <Field
          label={t('most')}
          hint={t('mostHint')}
          inputMode="numeric"
          pattern="[1-9][0-9]{0,2}|1000"
          autoComplete="off"
          value={most}
          onChange={(event) => setMost(event.target.value.trim())}
        />
        <Switch
          label={t('always')}
          hint={t('alwaysHint', { name: agent.username })}
          isOn={isAlways}
          onChange={setAlways}
        />
        {!isAlways && (
          <Week
            timeZone={timeZone}
            onTimeZone={setTimeZone}
            days={days}
            onDay={(index, text) => setDays(days.with(index, text))}
          />
        )}
      </ReasonForm>
    </Dialog>
  );
}

/** The zone, and the hours of each day. */
function Week({
  timeZone,
  onTimeZone,
  days,
  onDay,
}: {
  readonly timeZone: string;
  readonly onTimeZone: (zone: string) => void;
  readonly days: readonly string[];
  readonly onDay: (index: number, text: string) => void;
}) {
  const t = useTranslations('console.support.schedule');
  const format = useFormatter();
  const zones = useId();
  return (
    <>
      <Field
        label={t('zone')}
        required
        list={zones}
        autoComplete="off"
        value={timeZone}
        onChange={(event) => onTimeZone(event.target.value)}
      />
      <datalist id={zones}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <p className="text-small text-secondary">{t('daysHint')}</p>
      {DAYS.map((day, index) => {
        const text = days[index] ?? '';
        return (
          <Field
            key={day}
            label={format.dateTime(MONDAY + index * DAY_MS, { weekday: 'long', timeZone: 'UTC' })}
            placeholder={t('free')}
            pattern={readDay(text, day) ? '.*' : '(?!)'}
            autoComplete="off"
            value={text}
            onChange={({ target }) => onDay(index, target.value)}
          />
        );
      })}
    </>
  );
}
