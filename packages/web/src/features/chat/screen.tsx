import { Link, useParams } from '@tanstack/react-router';
import { MessageCircleX } from 'lucide-react';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { BackLink } from '../../ui/back-link.js';
import { buttonLook } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { groupPhoto, useChat, useFaceOf, useIsOnline, useWriters } from '../account/index.js';
import { CallButton } from '../calls/index.js';
import {
  Ended,
  GroupLayer,
  MayWrite,
  Typing,
  useEnding,
  useNamesIn,
  useOpenGroup,
  type Member,
} from '../groups/index.js';
import { MediaLayers } from '../media/index.js';
import { Announcer } from './announcer.js';
import { ChatSearch } from './chat-search.js';
import { useChatState, useChatStore } from './chat-state.js';
import { ComposeBar } from './compose-bar.js';
import { Composer } from './composer.js';
import { PinsBar } from './pins-bar.js';
import { Messages } from './messages.js';
import { useConversation, useDetails, useDivider } from './use-conversation.js';

/** One conversation: its head, its messages, and the place to write. */
export function ChatScreen() {
  const { listId } = useParams({ from: '/signed-in/chats/$listId' });
  return <Chat key={listId} listId={listId} />;
}

function Chat({ listId }: { readonly listId: string }) {
  const known = useConversation(listId);
  const store = useChatStore(known.conversation);
  const isChoosing = useChatState(known.conversation, ({ selected }) => selected !== undefined);
  const { details, isMissing } = useDetails(known);
  const divider = useDivider(known);
  const chat = useChat(listId);
  const faceOf = useFaceOf();
  const members = details?.member;
  const peer = details && members?.find(({ user_id }) => user_id === details.user_id);
  const face = chat
    ? faceOf(chat)
    : { name: peer?.show_name ?? details?.group.name ?? '', photo: peer?.photo ?? groupPhoto(listId) };
  const isGroup = details?.type === 1;
  const nameOf = useNamesIn(listId, members, known.state.entries);
  const ending = useEnding(listId);
  if (isMissing && !ending) return <Missing />;
  return (
    <div className="relative flex min-h-0 grow">
      <div className="flex min-w-0 grow flex-col">
        <Head
          listId={listId}
          name={face.name}
          photo={face.photo}
          members={isGroup ? members : undefined}
          peerId={details?.user_id ?? 0}
        />
        <PinsBar conversation={known.conversation} />
        <Messages {...known} divider={divider} name={face.name} isGroup={isGroup} nameOf={nameOf} />
        <Announcer listId={listId} />
        {ending ? (
          <Ended ending={ending} />
        ) : (
          // The selection has its own bar; what was begun is kept.
          <div hidden={isChoosing}>
            <MayWrite listId={listId} isGroup={isGroup}>
              <ComposeBar conversation={known.conversation} />
              <Composer conversation={known.conversation} />
            </MayWrite>
          </div>
        )}
        <MediaLayers {...known} onShow={(target) => store.setState({ target })} />
      </div>
      {isGroup && !ending && <GroupLayer listId={listId} />}
    </div>
  );
}

/** In place of a chat that the reader does not have, or has no longer. */
function Missing() {
  const t = useTranslations('chat');
  const app = useTranslations('app');
  return (
    <Empty icon={MessageCircleX} title={t('missing')} hint={t('missingHint')}>
      <Link to="/chats" className={buttonLook('main')}>
        {app('toStart')}
      </Link>
    </Empty>
  );
}

interface HeadProps {
  readonly listId: string;
  readonly name: string;
  readonly photo: string;
  /** Those of a group. */
  readonly members: readonly Member[] | undefined;
  /** The other person; 0 in groups. */
  readonly peerId: number;
}

function Head({ listId, name, photo, members, peerId }: HeadProps) {
  const app = useTranslations('app');
  const t = useTranslations('groups');
  const openGroup = useOpenGroup();
  return (
    <header className="relative flex items-center gap-3 border-b border-line bg-panel px-2 head lg:px-4">
      <BackLink to="/chats" label={app('back')} />
      <Avatar id={peerId || listId} name={name} photo={photo} isOnline={useIsOnline(peerId)} />
      <div className="relative min-w-0 grow">
        <h1 className="truncate font-strong leading-flat">
          {members ? (
            <button
              type="button"
              onClick={openGroup}
              aria-label={t('detailsOf', { name })}
              className="max-w-full truncate text-start after:absolute after:inset-0"
            >
              {name}
            </button>
          ) : peerId > 0 ? (
            <Link
              to="/contacts/$userId"
              params={{ userId: String(peerId) }}
              className="after:absolute after:inset-0"
            >
              {name}
            </Link>
          ) : (
            name
          )}
        </h1>
        <Status listId={listId} members={members} peerId={peerId} />
      </div>
      <ChatSearch listId={listId} />
      <CallButton listId={listId} peerId={peerId} />
    </header>
  );
}

/** Who writes; otherwise who is there. */
function Status({ listId, members, peerId }: Omit<HeadProps, 'name' | 'photo'>) {
  const t = useTranslations('chat');
  const isOnline = useIsOnline(peerId);
  const writers = useWriters(listId);
  const text =
    writers.length > 0 ? (
      <Typing listId={listId} writers={writers} isGroup={members !== undefined} members={members} />
    ) : members ? (
      t('members', { count: members.length })
    ) : (
      isOnline && t('online')
    );
  return text ? <p className="truncate text-small text-secondary">{text}</p> : null;
}
