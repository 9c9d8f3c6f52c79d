import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Eye, EyeOff, LockKeyhole, ScrollText } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Avatar } from '../../../ui/avatar.js';
import { Button, buttonLook } from '../../../ui/button.js';
import { classes } from '../../../ui/classes.js';
import { Icon } from '../../../ui/icon.js';
import { ask, Loaded, useOwnSession } from '../../admin/index.js';
import { Back } from '../../parts/back.js';
import { Page } from '../../parts/page.js';
import { useHeldSpace } from '../review/index.js';
import { Actions } from './actions.js';
import { Card } from './card.js';
import { Notes } from './notes.js';
import { Pills } from './pills.js';
import { Profile } from './profile.js';
import { Posts } from './posts.js';
import { Ledger, Purchases, Reports, Sanctions, Sessions } from './records.js';
import { standingsOf, type Person, type Task } from './standing.js';
import { Timeline } from './timeline.js';

const TaskDialog = lazy(async () => ({ default: (await import('./task-dialog.js')).TaskDialog }));

/** Everything that is known of a person, and what can be done. The address says whether pictures are shown without a veil. */
export function PersonScreen() {
  const t = useTranslations('console.people');
  const { id } = useParams({ from: '/console/people/$id' });
  const person = useQuery({
    queryKey: ['people', id],
    queryFn: () => ask('GET', '/admin/people/{id}', { id }),
  });
  const [task, setTask] = useState<Task>();
  const name = person.data && (person.data.nickname || person.data.username);
  return (
    <Page
      title={name ?? t('person', { id })}
      start={<Back to="/console/people" />}
      end={<HeadActions id={id} />}
    >
      <div className="relative min-h-0 grow overflow-y-auto border-t border-line">
        <Loaded of={person}>{(data) => <Everything person={data} onTask={setTask} />}</Loaded>
      </div>
      {task && person.data && (
        <Suspense>
          <TaskDialog task={task} person={person.data} onClose={() => setTask(undefined)} />
        </Suspense>
      )}
    </Page>
  );
}

function HeadActions({ id }: { readonly id: number }) {
  const t = useTranslations('console.people');
  const { permissions } = useOwnSession();
  const { clear = false } = useSearch({ from: '/console/people/$id' });
  const navigate = useNavigate();
  return (
    <div className="flex items-center gap-1">
      {permissions.includes('messages') && (
        <Link to="/console/messages" search={{ person: id }} className={buttonLook('quiet')}>
          <Icon of={LockKeyhole} />
          <span className="max-md:sr-only">{t('conversations')}</span>
        </Link>
      )}
      {permissions.includes('audit') && (
        <Link
          to="/console/audit"
          search={{ objectKind: 'account', objectId: String(id) }}
          className={buttonLook('quiet')}
        >
          <Icon of={ScrollText} />
          <span className="max-md:sr-only">{t('audit')}</span>
        </Link>
      )}
      <Button
        look="quiet"
        onClick={() =>
          void navigate({
            to: '/console/people/$id',
            params: { id },
            search: clear ? {} : { clear: true },
            replace: true,
          })
        }
      >
        <Icon of={clear ? EyeOff : Eye} />
        <span className="max-md:sr-only">{t(clear ? 'veil' : 'unveil')}</span>
      </Button>
    </div>
  );
}

function Everything({ person, onTask }: { readonly person: Person; readonly onTask: (task: Task) => void }) {
  const { clear = false } = useSearch({ from: '/console/people/$id' });
  const isHeld = useHeldSpace();
  const veil = classes('transition', !clear && !isHeld && 'blur-veil');
  const { id, nickname, username, avatar } = person;
  return (
    // The actions may be higher than the profile: what follows the profile does not wait for them.
    <div className="grid items-start gap-6 p-4 md:p-6 xl:grid-cols-[minmax(0,1fr)_--spacing(96)] xl:grid-rows-[min-content_auto_1fr]">
      <div className="flex min-w-0 flex-col gap-6">
        <div className="flex items-center gap-4">
          <span className="overflow-hidden rounded-pill">
            <span className={classes('block', avatar !== undefined && veil)}>
              <Avatar id={id} name={nickname || username} photo={avatar} size="large" />
            </span>
          </span>
          <div className="flex min-w-0 flex-col gap-1">
            <p className="truncate text-secondary">
              <span className="select-all">{username}</span>
              {' · '}
              <span className="tabular-nums select-all">{id}</span>
            </p>
            <p className="flex flex-wrap gap-1">
              <Pills standings={standingsOf(person)} />
            </p>
          </div>
        </div>
        <Profile person={person} />
      </div>
      {/* It has its place in the grid, also without actions. */}
      <div className="min-w-0 xl:row-span-2">
        <Actions person={person} onTask={onTask} />
      </div>
      <div className="flex min-w-0 flex-col gap-6 xl:row-span-2">
        <Card person={person} veil={veil} />
        <Posts id={person.id} />
        <Reports person={person} />
        <Sanctions person={person} />
        <Sessions person={person} />
        <Purchases person={person} />
        <Ledger person={person} />
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <Notes id={id} notes={person.notes} />
        <Timeline id={id} />
      </div>
    </div>
  );
}
