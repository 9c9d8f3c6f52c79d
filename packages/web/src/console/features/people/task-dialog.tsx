import { useState } from 'react';
import { useFormatter, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Choice } from '../../../ui/choice.js';
import { Dialog } from '../../../ui/dialog.js';
import { Field } from '../../../ui/field.js';
import { toast } from '../../../ui/toast.js';
import { ask, queries, useAction } from '../../admin/index.js';
import { ReasonForm } from '../../parts/reason-form.js';
import { OneTimeText } from '../account/index.js';
import { useTaskTitle } from './actions.js';
import type { Person, Task } from './standing.js';

/** What an age is decided by. */
const AGES = ['adult', 'minor', 'birthDate'] as const;
type Age = { readonly isOfAge: boolean } | { readonly birthDate: string };

const HOUR_MS = 3600_000;
const WEEK = 168;
const MOST_HOURS = 87_600;
/** Hours to choose from; `never` has no end. */
const ENDS = ['24', '168', '720', 'never', 'other'] as const;

interface TaskDialogProps {
  readonly task: Task;
  readonly person: Person;
  readonly onClose: () => void;
}

/** Does one thing about a person, with a reason, after it has said what that does. Import it lazily. */
export function TaskDialog({ task, person, onClose }: TaskDialogProps) {
  const t = useTranslations('console');
  const titleOf = useTaskTitle();
  const [password, setPassword] = useState<string>();
  return (
    <Dialog title={titleOf(task)} closeLabel={t('close')} onClose={onClose}>
      {password === undefined ? (
        <TaskForm task={task} person={person} onPassword={setPassword} onClose={onClose} />
      ) : (
        <div className="flex flex-col gap-4">
          <p>{t('people.passwordHint')}</p>
          <OneTimeText label={t('people.newPassword')} text={password} />
          <div className="flex justify-end">
            <Button look="main" onClick={onClose}>
              {t('people.close')}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

function TaskForm({
  task,
  person: { id, username, nickname },
  onPassword,
  onClose,
}: TaskDialogProps & { readonly onPassword: (password: string) => void }) {
  const t = useTranslations('console.people');
  const titleOf = useTaskTitle();
  const action = useAction();
  const [hours, setHours] = useState<number | undefined>(WEEK);
  const [age, setAge] = useState<Age>({ isOfAge: true });
  const name = nickname || username;

  async function work(reason: string): Promise<void> {
    try {
      const password = await run(task, { id, reason, hours, age });
      toast(t('done', { what: titleOf(task), name }));
      if (password === undefined) onClose();
      else onPassword(password);
    } finally {
      // A refusal may mean that what is shown is old.
      void queries.invalidateQueries({ queryKey: ['people'] });
    }
  }

  return (
    <ReasonForm
      submit={titleOf(task)}
      look={isHarsh(task) ? 'danger' : 'main'}
      action={action}
      onSubmit={work}
    >
      {task.kind === 'sanction' && <EndField hours={hours} onChange={setHours} />}
      {task.kind === 'age' && <AgeField age={age} onChange={setAge} />}
      <Effects task={task} name={name} hours={hours} />
      {task.kind === 'delete' && <ConfirmField wanted={username} />}
    </ReasonForm>
  );
}

function isHarsh(task: Task): boolean {
  return task.kind === 'delete' || task.kind === 'disable' || (task.kind === 'sanction' && task.of === 'ban');
}

/** After how many hours a sanction ends; undefined for never. */
function EndField({
  hours,
  onChange,
}: {
  readonly hours: number | undefined;
  readonly onChange: (hours: number | undefined) => void;
}) {
  const t = useTranslations('console.people.ends');
  const [end, setEnd] = useState<(typeof ENDS)[number]>('168');
  return (
    <>
      <Choice
        label={t('label')}
        value={end}
        options={ENDS.map((value) => ({ value, text: t(value) }))}
        onChange={(value) => {
          setEnd(value);
          if (value !== 'other') onChange(value === 'never' ? undefined : Number(value));
          else onChange(hours ?? WEEK);
        }}
      />
      {end === 'other' && (
        <Field
          label={t('hours')}
          type="number"
          min={1}
          max={MOST_HOURS}
          step={1}
          required
          autoFocus
          value={hours === undefined || Number.isNaN(hours) ? '' : hours}
          onChange={(event) => onChange(event.target.valueAsNumber)}
        />
      )}
    </>
  );
}

/** On which side of the age line the person is, or the birth date that says so. */
function AgeField({ age, onChange }: { readonly age: Age; readonly onChange: (age: Age) => void }) {
  const t = useTranslations('console.people.age');
  const kind = 'birthDate' in age ? 'birthDate' : age.isOfAge ? 'adult' : 'minor';
  return (
    <>
      <Choice
        label={t('label')}
        value={kind}
        options={AGES.map((value) => ({ value, text: t(value) }))}
        onChange={(value) =>
          onChange(value === 'birthDate' ? { birthDate: '' } : { isOfAge: value === 'adult' })
        }
      />
      {'birthDate' in age && (
        <Field
          label={t('date')}
          hint={t('dateHint')}
          type="date"
          min="1900-01-01"
          required
          autoFocus
          value={age.birthDate}
          onChange={(event) => onChange({ birthDate: event.target.value })}
        />
      )}
    </>
  );
}

/** Asks for a text before something that cannot be undone. */
function ConfirmField({ wanted }: { readonly wanted: string }) {
  const t = useTranslations('console.people');
  return (
    <Field
      label={t('confirm', { name: wanted })}
      autoCapitalize="none"
      autoComplete="off"
      spellCheck={false}
      required
      onChange={({ target }) => target.setCustomValidity(target.value.trim() === wanted ? '' : t('mistyped'))}
    />
  );
}

/** What will happen, in words, before it does; also what will not. */
function Effects({
  task,
  name,
  hours,
}: {
  readonly task: Task;
  readonly name: string;
  readonly hours: number | undefined;
}) {
  const t = useTranslations('console.people.effects');
  const format = useFormatter();
  const lines =
    task.kind === 'sanction'
      ? [t(`sanction.${task.of}`, { name }), endOf(hours)]
      : task.kind === 'lift'
        ? [t(`lift.${task.of}`, { name })]
        : [t(`${task.kind}.does`, { name }), t(`${task.kind}.doesNot`, { name })];

  function endOf(of: number | undefined): string | undefined {
    if (of === undefined) return t('noEnd');
    if (!(of >= 1 && of <= MOST_HOURS)) return undefined;
    const time = format.dateTime(Date.now() + of * HOUR_MS, { dateStyle: 'full', timeStyle: 'short' });
    return t('end', { time });
  }

  return (
    <ul
      aria-label={t('title')}
      className="flex list-disc flex-col gap-1 rounded-control bg-other py-3 ps-8 pe-4"
    >
      {lines.map((line) => line !== undefined && <li key={line}>{line}</li>)}
    </ul>
  );
}

/** Resolves to a new password, if the task makes one. */
async function run(
  task: Task,
  { id, reason, hours, age }: { id: number; reason: string; hours: number | undefined; age: Age },
): Promise<string | undefined> {
  const of = { id, reason };
  switch (task.kind) {
    case 'sanction':
      await ask('POST', '/admin/people/{id}/sanctions', {
        ...of,
        kind: task.of,
        ...(hours !== undefined && { hours }),
      });
      return undefined;
    case 'lift':
      await ask('DELETE', '/admin/people/{id}/sanctions/{kind}', { ...of, kind: task.of });
      return undefined;
    case 'age':
      await ask('PUT', '/admin/people/{id}/age', { ...of, ...age });
      return undefined;
    case 'signOut':
      await ask('DELETE', '/admin/people/{id}/sessions', of);
      return undefined;
    case 'password':
      return (await ask('POST', '/admin/people/{id}/password', of)).password;
    case 'export':
      await ask('POST', '/admin/people/{id}/export', of);
      return undefined;
    case 'delete':
      await ask('DELETE', '/admin/people/{id}', of);
      return undefined;
    case 'freeze':
    case 'disable':
    case 'activate':
      await ask('PUT', '/admin/people/{id}/status', { ...of, status: STATUSES[task.kind] });
      return undefined;
  }
}

const STATUSES = { freeze: 'frozen', disable: 'disabled', activate: 'active' } as const;
