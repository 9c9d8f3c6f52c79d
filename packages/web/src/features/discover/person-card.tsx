import { Link } from '@tanstack/react-router';
import { Clock, Hand, Heart, Lock, Sparkles, Users, type LucideIcon } from 'lucide-react';
import type { api, Result } from '@kith/contract';
import { useTranslations } from '../../text/index.js';
import { classes } from '../../ui/classes.js';
import { Icon } from '../../ui/icon.js';
import { Portrait } from './portrait.js';
import { useCountdown } from './use-countdown.js';
import type { Person } from './use-people.js';
import type { Greeting } from './use-wave.js';

interface PersonCardProps {
  readonly person: Person;
  readonly standing: Result<typeof api.user_friendship.standing> | undefined;
  /** Whether the tab key stops here: at one card of the grid. */
  readonly isStop: boolean;
  readonly onGreet: (greeting: Greeting) => void;
}

/** A person of a list: the portrait with name and school, and below it what may be done or has happened. */
export function PersonCard({ person, standing, isStop, onGreet }: PersonCardProps) {
  if (person.user_id === '') return <MaskedCard person={person} isStop={isStop} />;
  return (
    <article className="flex flex-col overflow-hidden rounded-card border border-line bg-panel">
      <Face person={person} isStop={isStop} />
      <div className="flex h-12 items-center gap-1 px-1.5">
        {person.contact === 'none' ? (
          <Greetings person={person} standing={standing} isStop={isStop} onGreet={onGreet} />
        ) : (
          <State contact={person.contact} />
        )}
      </div>
    </article>
  );
}

function Face({ person, isStop }: { readonly person: Person; readonly isStop: boolean }) {
  const t = useTranslations('discover');
  const tags = person.tag.split('#').filter(Boolean);
  return (
    <Link
      to="/discover/$userId"
      params={{ userId: person.user_id }}
      search={(before) => before}
      data-card
      tabIndex={isStop ? 0 : -1}
      className="group relative block aspect-3/4 overflow-hidden focus-visible:-outline-offset-4"
    >
      <Portrait
        photo={person.photo_url}
        icon={person.user_icon}
        ground={person.user_background_icon}
        className="size-full transition-transform duration-200 group-hover:scale-103"
      />
      <span className="absolute inset-x-0 bottom-0 flex flex-col gap-0.5 bg-foot/85 px-3 py-2 text-on-foot">
        <span className="flex items-center gap-1.5">
          <span className="truncate font-strong">{person.nickname}</span>
          {person.online_status === '1' && (
            <span role="img" aria-label={t('online')} className="size-2.5 shrink-0 rounded-pill bg-present" />
          )}
        </span>
        <span className="truncate text-small text-on-foot-secondary">
          {person.sub_department_name === null && person.university_name === '尚未选单位'
            ? t('noSchool')
            : person.sub_department_name_str}
        </span>
        {tags.length > 0 && (
          <span className="truncate text-meta text-on-foot-secondary">{tags.join(' · ')}</span>
        )}
      </span>
    </Link>
  );
}

function Greetings({ person, standing, isStop, onGreet }: PersonCardProps) {
  const t = useTranslations('discover');
  const waves = leftFor(standing, 'waves');
  const supers = standing?.super_waves.remaining ?? null;
  const name = person.nickname;
  const tabIndex = isStop ? 0 : -1;
  if (waves === 0 && supers === 0 && standing) return <Empty resetTs={standing.reset_ts} />;
  return (
    <>
      <button
        type="button"
        tabIndex={tabIndex}
        disabled={waves === 0}
        onClick={() => onGreet('wave')}
        className="flex h-9 grow items-center justify-center gap-1.5 rounded-control text-small font-medium text-accent tabular-nums transition hover:bg-tint active:scale-98 disabled:text-secondary disabled:opacity-60"
      >
        <Icon of={Hand} size={18} />
        <span aria-hidden>
          {t('wave')} {waves}
        </span>
        <span className="sr-only">{t('waveAt', { name, left: waves ?? '∞' })}</span>
      </button>
      <button
        type="button"
        tabIndex={tabIndex}
        disabled={supers === 0}
        title={t('superWave')}
        onClick={() => onGreet('super')}
        className="flex h-9 items-center gap-1 rounded-control px-2.5 text-small font-medium text-accent tabular-nums transition hover:bg-tint active:scale-98 disabled:text-secondary disabled:opacity-60"
      >
        <Icon of={Sparkles} size={18} />
        <span aria-hidden>{supers}</span>
        <span className="sr-only">{t('superWaveAt', { name, left: supers ?? '∞' })}</span>
      </button>
    </>
  );
}

/** How many waves at new people are left: each costs a ticket too. Null without a limit. */
export function leftFor(standing: PersonCardProps['standing'], quota: 'waves' | 'tickets'): number | null {
  if (!standing) return null;
  const tickets = standing.tickets.remaining;
  const waves = quota === 'waves' ? standing.waves.remaining : null;
  if (tickets === null) return waves;
  return waves === null ? tickets : Math.min(tickets, waves);
}

function Empty({ resetTs }: { readonly resetTs: number }) {
  const t = useTranslations('discover');
  return (
    <p className="grow text-center text-small text-secondary tabular-nums">
      {t('moreIn', { time: useCountdown(resetTs) })}
    </p>
  );
}

const STATES = { sent: Clock, received: Heart, friend: Users } as const satisfies Record<string, LucideIcon>;

/** What has happened between the two, in place of a button. */
export function State({ contact }: { readonly contact: keyof typeof STATES }) {
  const t = useTranslations('discover');
  return (
    <p
      className={classes(
        'flex grow items-center justify-center gap-1.5 text-small',
        contact === 'received' ? 'font-medium text-accent' : 'text-secondary',
      )}
    >
      <Icon of={STATES[contact]} size={16} />
      {t(`contact.${contact}`)}
    </p>
  );
}

/** Somebody whom only VIPs see, and the reason. */
function MaskedCard({ person, isStop }: { readonly person: Person; readonly isStop: boolean }) {
  const t = useTranslations('discover');
  return (
    <article
      data-card
      tabIndex={isStop ? 0 : -1}
      className="relative overflow-hidden rounded-card border border-line bg-panel"
    >
      <Portrait
        photo=""
        icon={person.user_icon}
        ground={person.user_background_icon}
        className="aspect-3/4 w-full"
      />
      <p className="flex h-12 items-center justify-center gap-1.5 text-small text-secondary">
        <Icon of={Lock} size={16} />
        {t('masked')}
      </p>
    </article>
  );
}
