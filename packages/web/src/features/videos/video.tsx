import {
  Heart,
  MessageCircle,
  Play,
  UserPlus,
  UserCheck,
  Volume2,
  VolumeX,
  type LucideIcon,
} from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { claimSound } from '../../client/sound.js';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { classes } from '../../ui/classes.js';
import { Icon } from '../../ui/icon.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useRefusal } from '../account/index.js';
import { plainKey } from './plain-key.js';
import { useVideoActions, type Video } from './use-videos.js';

const CommentsSheet = lazy(() =>
  import('./comments-sheet.js').then((file) => ({ default: file.CommentsSheet })),
);

interface VideoProps {
  readonly video: Video;
  /** Plays only while it is the one that is shown. */
  readonly isShown: boolean;
  /** Whether it is loaded already. */
  readonly isNear: boolean;
  readonly isMuted: boolean;
  readonly onMute: () => void;
}

/** One video, which fills the screen, with its writer and what one can do. */
export function VideoView({ video, isShown, isNear, isMuted, onMute }: VideoProps) {
  const t = useTranslations('videos');
  const refusalOf = useRefusal();
  const { like } = useVideoActions();
  const film = useRef<HTMLVideoElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const name = video.user_info.nickname;
  const say = (error: unknown) => toast(refusalOf(error));
  useEffect(() => {
    // A browser may refuse to play before a first press; then the button says so.
    if (isShown) film.current?.play().catch(() => setPlaying(false));
    else film.current?.pause();
  }, [isShown]);

  function turn(): void {
    if (film.current?.paused) film.current.play().catch(() => setPlaying(false));
    else film.current?.pause();
  }

  return (
    <article
      aria-label={t('videoOf', { name, title: video.title })}
      onKeyDown={(event) => {
        const key = plainKey(event)?.toLowerCase();
        if (key === 'l') void like(video).catch(say);
        if (key === 'c') setOpen(true);
      }}
      className="relative mx-auto h-full overflow-hidden bg-foot md:aspect-9/16 md:max-w-full md:min-w-80 md:rounded-card"
    >
      <button
        type="button"
        aria-label={isPlaying ? t('pause') : t('play')}
        onClick={turn}
        className="absolute inset-0 focus-visible:-outline-offset-4"
      >
        <video
          ref={film}
          src={isNear ? video.video : undefined}
          poster={isNear && video.gif !== '' ? video.gif : undefined}
          muted={isMuted}
          loop
          playsInline
          preload={isNear ? 'metadata' : 'none'}
          onPlay={({ currentTarget }) => {
            setPlaying(true);
            claimIfHeard(currentTarget);
          }}
          onVolumeChange={({ currentTarget }) => claimIfHeard(currentTarget)}
          onPause={() => setPlaying(false)}
          className="size-full object-contain"
        />
        {!isPlaying && (
          <span className="absolute top-1/2 left-1/2 flex size-16 -translate-1/2 items-center justify-center rounded-pill bg-foot/85 text-on-foot">
            <Icon of={Play} size={28} />
          </span>
        )}
      </button>
      <div className="pointer-events-none absolute inset-x-0 bottom-0 flex items-center gap-3 bg-foot/85 p-3 text-on-foot">
        <Avatar id={video.user_id} name={name} photo={video.user_info.photo} />
        <div className="min-w-0">
          <p className="truncate font-strong">{name}</p>
          <p className="line-clamp-2 text-small wrap-anywhere">{video.title}</p>
        </div>
      </div>
      <Actions video={video} isMuted={isMuted} onMute={onMute} onComments={() => setOpen(true)} />
      {isOpen && (
        <Suspense>
          <CommentsSheet videoId={video.id} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </article>
  );
}

/** A video without sound disturbs nothing. */
function claimIfHeard(film: HTMLVideoElement): void {
  if (!film.muted && !film.paused) claimSound(film);
}

function Actions({
  video,
  isMuted,
  onMute,
  onComments,
}: Pick<VideoProps, 'video' | 'isMuted' | 'onMute'> & { readonly onComments: () => void }) {
  const t = useTranslations('videos');
  const refusalOf = useRefusal();
  const { session } = useAccount();
  const { like, follow } = useVideoActions();
  const say = (error: unknown) => toast(refusalOf(error));
  return (
    <div className="absolute end-2 bottom-24 flex flex-col items-center gap-2">
      {video.user_id !== session.userId && (
        <Action
          icon={video.is_follow ? UserCheck : UserPlus}
          label={video.is_follow ? t('following') : t('follow')}
          isOn={video.is_follow}
          onPress={() => void follow(video).catch(say)}
        />
      )}
      <Action
        icon={Heart}
        label={t(video.is_fabulous ? 'unlike' : 'like', { count: video.fabulous })}
        text={video.fabulous}
        isOn={video.is_fabulous}
        onPress={() => void like(video).catch(say)}
      />
      <Action
        icon={MessageCircle}
        label={t('comments', { count: video.comment })}
        text={video.comment}
        onPress={onComments}
      />
      <Action icon={isMuted ? VolumeX : Volume2} label={isMuted ? t('sound') : t('mute')} onPress={onMute} />
    </div>
  );
}

function Action({
  icon,
  label,
  text,
  isOn,
  onPress,
}: {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly text?: number;
  readonly isOn?: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={isOn}
      title={label}
      onClick={onPress}
      className={classes(
        'flex min-h-12 w-12 flex-col items-center justify-center rounded-pill bg-foot/85 text-meta text-on-foot tabular-nums transition hover:bg-foot active:scale-95',
        isOn && '[&_path]:fill-current',
      )}
    >
      <Icon of={icon} />
      {text !== undefined && <span aria-hidden>{text}</span>}
    </button>
  );
}
