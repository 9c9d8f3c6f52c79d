import {
  Ban,
  CalendarCheck,
  Download,
  EyeOff,
  KeyRound,
  LockKeyhole,
  LogOut,
  MessageSquareOff,
  Pause,
  Play,
  Trash2,
  Undo2,
  type LucideIcon,
} from 'lucide-react';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { Section } from '../../../ui/section.js';
import { useOwnSession } from '../../admin/index.js';
import { tasksFor, type Person, type SanctionKind, type Task } from './standing.js';

const ICONS: Readonly<Record<Exclude<Task['kind'], 'sanction'> | SanctionKind, LucideIcon>> = {
  limit: EyeOff,
  bucket: MessageSquareOff,
  ban: Ban,
  lift: Undo2,
  age: CalendarCheck,
  freeze: Pause,
  disable: LockKeyhole,
  activate: Play,
  signOut: LogOut,
  password: KeyRound,
  export: Download,
  delete: Trash2,
};

/** What the reader can do about the person. */
export function Actions({
  person,
  onTask,
}: {
  readonly person: Person;
  readonly onTask: (task: Task) => void;
}) {
  const t = useTranslations('console.people');
  const titleOf = useTaskTitle();
  const { permissions } = useOwnSession();
  const tasks = tasksFor(person, permissions);
  if (tasks.length === 0) return null;
  return (
    <Section title={t('actions')}>
      <div role="group" aria-label={t('actions')} className="grid gap-2 md:grid-cols-3 xl:grid-cols-2">
        {tasks.map((task) => (
          <Button
            key={titleOf(task)}
            look={task.kind === 'delete' ? 'danger' : 'plain'}
            className="justify-start px-3 text-start leading-flat"
            onClick={() => onTask(task)}
          >
            <Icon of={ICONS[task.kind === 'sanction' ? task.of : task.kind]} />
            {titleOf(task)}
          </Button>
        ))}
      </div>
    </Section>
  );
}

/** What a task is called. */
export function useTaskTitle(): (task: Task) => string {
  const t = useTranslations('console.people.tasks');
  return (task) => {
    if (task.kind === 'lift') return t(`lift.${task.of}`);
    if (task.kind === 'sanction') return t(`${task.isChange ? 'change' : 'sanction'}.${task.of}`);
    return t(task.kind);
  };
}
