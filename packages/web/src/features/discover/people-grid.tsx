import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Compass, Eye } from 'lucide-react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { Skeleton } from '../../ui/skeleton.js';
import { LoadFailure, useAccount, useRefusal } from '../account/index.js';
import { leftFor, PersonCard } from './person-card.js';
import { useGridKeys } from './use-grid-keys.js';
import { usePeople, useStanding, type PeopleList, type Person } from './use-people.js';
import type { Greeting } from './use-wave.js';

const GRID = 'grid grid-cols-2 gap-3 md:grid-cols-3 lg:grid-cols-[repeat(auto-fill,minmax(190px,1fr))]';

/** The cards of a list. */
export function PeopleGrid({
  list,
  onGreet,
}: {
  readonly list: PeopleList;
  readonly onGreet: (person: Person, greeting: Greeting) => void;
}) {
  const t = useTranslations('discover');
  const refusalOf = useRefusal();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = usePeople(list);
  const { data: standing } = useStanding();
  const people = data?.pages.flatMap((page) => page.list) ?? [];
  const { stop, onKeyDown } = useGridKeys(people.length, (key, index) => {
    const person = people[index];
    if (!person || person.contact !== 'none' || person.user_id === '') return false;
    if (key.toLowerCase() === 'w' && leftFor(standing, 'waves') !== 0) onGreet(person, 'wave');
    else if (key.toLowerCase() === 's' && standing?.super_waves.remaining !== 0) onGreet(person, 'super');
    else return false;
    return true;
  });

  if (!data) return error ? <LoadFailure title={refusalOf(error)} onRetry={refetch} /> : <Loading />;
  return (
    <div
      id="people"
      role="tabpanel"
      aria-label={t(`list.${list}`)}
      className="flex min-h-full flex-col gap-4"
    >
      {list === 'seen' && <Clicks />}
      {people.length === 0 ? (
        <Nobody list={list} />
      ) : (
        <div role="group" aria-describedby="grid-keys" onKeyDown={onKeyDown} className={GRID}>
          {people.map((person, index) => (
            <PersonCard
              key={person.user_id || index}
              person={person}
              standing={standing}
              isStop={index === stop}
              onGreet={(greeting) => onGreet(person, greeting)}
            />
          ))}
        </div>
      )}
      <p id="grid-keys" className="hidden text-center text-small text-secondary lg:block">
        {people.length > 0 && t('keys')}
      </p>
      {hasNextPage && (
        <Button
          look="quiet"
          className="self-center"
          isBusy={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
      {list === 'online_random' && people.length > 0 && (
        <Button look="quiet" className="self-center" onClick={() => void refetch()}>
          {t('again')}
        </Button>
      )}
    </div>
  );
}

/** Says how a list comes to have people, and the next step. */
function Nobody({ list }: { readonly list: PeopleList }) {
  const t = useTranslations('discover');
  const navigate = useNavigate();
  const next = list === 'near' || list === 'seen' ? '/card' : '/discover';
  return (
    <Empty icon={Compass} title={t(`empty.${list}`)} hint={t(`emptyHint.${list}`)}>
      <Button
        onClick={() =>
          void (next === '/card'
            ? navigate({ to: '/card' })
            : navigate({ to: '/discover', search: { list: 'near' } }))
        }
      >
        {next === '/card' ? t('toCard') : t('toNear')}
      </Button>
    </Empty>
  );
}

/** How often the own profile was opened, since the reader last began to count. */
function Clicks() {
  const t = useTranslations('discover');
  const { api } = useAccount();
  const queries = useQueryClient();
  const { data } = useQuery({ queryKey: ['clicks'], queryFn: () => api.user_friendship.profile_click() });
  if (!data) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-small text-secondary">
      <Eye size={16} strokeWidth={1.75} aria-hidden />
      {t('clicks', { count: data.click_count })}
      {data.click_count > 0 && (
        <Button
          look="quiet"
          className="h-9 px-2"
          onClick={() =>
            void api.user_friendship
              .reset_profile_click()
              .then(() => queries.invalidateQueries({ queryKey: ['clicks'] }))
          }
        >
          {t('resetClicks')}
        </Button>
      )}
    </p>
  );
}

function Loading() {
  return (
    <div className={GRID}>
      {Array.from({ length: 8 }, (_, index) => (
        <Skeleton key={index} className="aspect-3/4 w-full rounded-card" />
      ))}
    </div>
  );
}
