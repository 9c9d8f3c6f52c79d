import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { im, Result } from '@kith/contract';
import { useFormatter, useLocale, useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { toast } from '../../ui/toast.js';
import { Section } from '../../ui/section.js';
import { Loaded, useAccount, useRefusal } from '../account/index.js';
import { Privacy } from '../own-card/index.js';
import { SettingsPane } from './parts.js';

/** Who may write, what others see, and who is blocked. */
export function PrivacyPage() {
  const t = useTranslations('me');
  return (
    <SettingsPane page="privacy">
      <Section title={t('who')}>
        <Privacy />
      </Section>
      <Blocked />
      <Letters />
    </SettingsPane>
  );
}

function Blocked() {
  const t = useTranslations('me.blocked');
  const { im } = useAccount();
  const blocked = useQuery({ queryKey: ['blocked'], queryFn: () => im.account.blocked(), staleTime: 0 });
  return (
    <Section title={t('title')} hint={t('hint')}>
      <Loaded of={blocked} loading={<SkeletonRows count={2} />}>
        {(people) =>
          people.length === 0 ? (
            <p className="text-secondary">{t('nobody')}</p>
          ) : (
            <ul className="flex flex-col gap-1">
              {people.map((person) => (
                <BlockedPerson key={person.user_id} person={person} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

/** What moderators have told about decisions; nothing for most people. */
function Letters() {
  const t = useTranslations('me.letters');
  const format = useFormatter();
  const { im } = useAccount();
  const locale = useLocale();
  const { data = [] } = useQuery({ queryKey: ['letters', locale], queryFn: () => im.account.letters() });
  if (data.length === 0) return null;
  return (
    <Section title={t('title')} hint={t('hint')}>
      <ul className="flex flex-col gap-4">
        {data.map(({ id, text, time }) => (
          <li key={id}>
            <p className="whitespace-pre-wrap wrap-anywhere">{text}</p>
            <p className="text-small text-secondary">
              {format.dateTime(time * 1000, { dateStyle: 'medium', timeStyle: 'short' })}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function BlockedPerson({
  person: { user_id: id, nickname, photo },
}: {
  readonly person: Result<typeof im.account.blocked>[number];
}) {
  const t = useTranslations('me.blocked');
  const { api, chats } = useAccount();
  const queries = useQueryClient();
  const refusal = useRefusal();
  const lift = useMutation({
    mutationFn: () => api.chat.friendship_block({ target_id: id, action: 'cancel' }),
    onSuccess: () => toast(t('lifted', { name: nickname })),
    onSettled: () =>
      Promise.all([
        chats.catchUp(),
        ...['blocked', 'contacts', 'person', 'card', 'discover', 'strangers'].map((key) =>
          queries.invalidateQueries({ queryKey: [key] }),
        ),
      ]),
  });
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-3">
      <Avatar id={id} name={nickname} photo={photo} />
      <span className="min-w-0 grow basis-32 truncate font-medium">{nickname}</span>
      <Button onClick={() => lift.mutate()} isBusy={lift.isPending}>
        {t('lift')}
      </Button>
      {lift.error && <Notice isError>{refusal(lift.error)}</Notice>}
    </li>
  );
}
