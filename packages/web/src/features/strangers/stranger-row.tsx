import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { EyeOff, Hand, KeyRound, MessageCircle, Sparkles } from 'lucide-react';
import { Suspense, useState } from 'react';
import type { apiShapes } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useRefusal } from '../account/index.js';
import { GreetSheet, PersonMenu, Portrait, useOpenChat, useStanding } from '../discover/index.js';

interface StrangerRowProps {
  readonly row: apiShapes.ChannelRow;
  readonly onUnlocked: () => void;
}

const KINDS = { 0: 'message', 1: 'wave', 2: 'superWave' } as const;

/** A stranger who wrote: face, name, when and how. The words come only with a key, and in place. */
export function StrangerRow({ row, onUnlocked }: StrangerRowProps) {
  const t = useTranslations('strangers');
  const format = useFormatter();
  const now = useNow();
  const [isUnlocked, setUnlocked] = useState(row.is_show);
  const { user } = row;
  if (!user) return null;
  return (
    <article
      aria-label={user.nickname}
      className="flex flex-col gap-3 rounded-card border border-line bg-panel p-3"
    >
      <div className="flex items-center gap-3">
        <Link
          to="/discover/$userId"
          params={{ userId: user.user_id }}
          aria-label={t('profileOf', { name: user.nickname })}
          className="rounded-pill"
        >
          <Portrait
            photo=""
            icon={user.user_icon}
            ground={user.user_background_icon}
            className="size-14 rounded-pill"
          />
        </Link>
        <div className="min-w-0 grow">
          <p className="truncate font-strong">{user.nickname}</p>
          <p className="flex items-center gap-1.5 truncate text-small text-secondary">
            {row.is_wave === 2 && <Icon of={Sparkles} size={14} />}
            {t(`kind.${KINDS[row.is_wave as 0 | 1 | 2]}`)} · {format.relativeTime(row.channel_ts, now)}
          </p>
        </div>
        <More row={row} userId={Number(user.user_id)} name={user.nickname} />
      </div>
      {isUnlocked ? <Texts row={row} /> : <Bars />}
      <Actions
        row={row}
        userId={Number(user.user_id)}
        name={user.nickname}
        isUnlocked={isUnlocked}
        onUnlocked={() => {
          setUnlocked(true);
          onUnlocked();
        }}
      />
    </article>
  );
}

/** In place of words that this page does not have. */
function Bars() {
  const t = useTranslations('strangers');
  return (
    <div role="img" aria-label={t('locked')} className="flex flex-col gap-2 py-1">
      <span className="h-3 w-11/12 rounded-pill bg-other" />
      <span className="h-3 w-3/4 rounded-pill bg-other" />
      <span className="h-3 w-2/5 rounded-pill bg-other" />
    </div>
  );
}

function Texts({ row }: { readonly row: apiShapes.ChannelRow }) {
  const t = useTranslations('strangers');
  const { api, session } = useAccount();
  const { data } = useQuery({
    queryKey: ['strangers', row.channel_id],
    queryFn: () => api.channel.messages({ channel_id: Number(row.channel_id) }),
  });
  if (!data) return <Bars />;
  const messages = data.list.filter(
    ({ user_id, type }) => user_id !== String(session.userId) && type !== 'system',
  );
  return (
    <ul aria-live="polite" className="flex flex-col items-start gap-1">
      {messages.map((message) => (
        <li
          key={message.message_id}
          className="max-w-full animate-rise rounded-bubble bg-other px-3 py-2 wrap-anywhere whitespace-pre-wrap"
        >
          {message.text !== '' ? message.text : t('notText')}
        </li>
      ))}
    </ul>
  );
}

interface ActionsProps {
  readonly row: apiShapes.ChannelRow;
  readonly userId: number;
  readonly name: string;
  readonly isUnlocked: boolean;
  readonly onUnlocked: () => void;
}

function Actions({ row, userId, name, isUnlocked, onUnlocked }: ActionsProps) {
  const t = useTranslations('strangers');
  const openChat = useOpenChat();
  const [isAnswering, setAnswering] = useState(false);
  return (
    <div className="flex flex-wrap gap-2">
      {isUnlocked ? (
        <Button look="main" className="grow" onClick={() => void openChat(userId)}>
          <Icon of={MessageCircle} />
          {t('openChat')}
        </Button>
      ) : (
        <Unlock channelId={Number(row.channel_id)} userId={userId} onUnlocked={onUnlocked} />
      )}
      <Button className="grow" onClick={() => setAnswering(true)}>
        <Icon of={Hand} />
        {t('waveBack')}
      </Button>
      {isAnswering && (
        <Suspense>
          <GreetSheet
            userId={userId}
            name={name}
            greeting="wave"
            isAnswer
            onClose={() => setAnswering(false)}
          />
        </Suspense>
      )}
    </div>
  );
}

function Unlock({
  channelId,
  userId,
  onUnlocked,
}: {
  readonly channelId: number;
  readonly userId: number;
  readonly onUnlocked: () => void;
}) {
  const t = useTranslations('strangers');
  const { api } = useAccount();
  const queries = useQueryClient();
  const format = useFormatter();
  const refusalOf = useRefusal();
  const { data: standing } = useStanding();
  const [isBusy, setBusy] = useState(false);
  const keys = standing?.stranger_keys.remaining ?? null;

  async function unlock(): Promise<void> {
    setBusy(true);
    try {
      const { status } = await api.user_friendship.unlock({ target_id: userId, channel_id: channelId });
      if (status) onUnlocked();
      await queries.invalidateQueries({ queryKey: ['standing'] });
    } catch (error) {
      toast(refusalOf(error));
    } finally {
      setBusy(false);
    }
  }

  if (keys === 0 && standing)
    return (
      <p className="flex min-h-11 grow basis-40 items-center text-small text-secondary">
        {t('noKeys', {
          time: format.dateTime(standing.reset_ts, 'weekdayTime'),
        })}
      </p>
    );
  return (
    <Button look="main" className="grow" isBusy={isBusy} onClick={() => void unlock()}>
      <Icon of={KeyRound} />
      {keys === null ? t('unlock') : t('unlockLeft', { left: keys })}
    </Button>
  );
}

function More({
  row,
  userId,
  name,
}: {
  readonly row: apiShapes.ChannelRow;
  readonly userId: number;
  readonly name: string;
}) {
  const t = useTranslations('strangers');
  const { im } = useAccount();
  const queries = useQueryClient();
  const refusalOf = useRefusal();

  async function hide(): Promise<void> {
    try {
      const { list_id } = await im.message.getListId({ user_id: userId });
      await im.remove.del_log({ list_id, type: 1 });
      await queries.invalidateQueries({ queryKey: ['strangers'] });
      toast(t('hidden', { name }));
    } catch (error) {
      toast(refusalOf(error));
    }
  }

  return (
    <PersonMenu
      userId={userId}
      name={row.user?.nickname ?? name}
      label={t('more', { name })}
      items={[{ icon: EyeOff, label: t('hide'), onChoose: () => void hide() }]}
    />
  );
}
