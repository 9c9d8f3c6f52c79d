import { createStore } from 'zustand/vanilla';
import { claimSound } from '../../client/sound.js';

/** A voice message. */
export interface Track {
  readonly key: string;
  readonly url: string;
  readonly seconds: number;
  /** Called when it begins to play. */
  readonly onPlay?: () => void;
}

interface Playing {
  /** Of the track that was started last. */
  readonly key: string | undefined;
  readonly isPlaying: boolean;
  /** In seconds. */
  readonly time: number;
  readonly rate: number;
  readonly hasFailed: boolean;
}

const STOPPED: Playing = { key: undefined, isPlaying: false, time: 0, rate: 1, hasFailed: false };
const RATES = [1, 1.5, 2];

/** The one voice message that plays. It plays on while its row is scrolled out of view. */
export const playing = createStore<Playing>(() => STOPPED);

const audio = new Audio();
let following: (key: string) => Track | undefined;

audio.addEventListener('timeupdate', () => playing.setState({ time: audio.currentTime }));
audio.addEventListener('pause', () => playing.setState({ isPlaying: false }));
audio.addEventListener('play', () => playing.setState({ isPlaying: true }));
audio.addEventListener('error', () => audio.src && playing.setState({ isPlaying: false, hasFailed: true }));
audio.addEventListener('ended', () => {
  const { key } = playing.getState();
  const next = key === undefined ? undefined : following(key);
  if (next) void play(next, following);
  else playing.setState({ isPlaying: false, time: 0 });
});

/** Plays a voice message from where it was paused. `next` finds the one that follows it. */
async function play(track: Track, next: typeof following): Promise<void> {
  following = next;
  claimSound(audio);
  track.onPlay?.();
  const { key, rate, hasFailed } = playing.getState();
  if (key !== track.key || hasFailed) {
    playing.setState({ key: track.key, time: 0, hasFailed: false });
    audio.src = track.url;
  }
  audio.defaultPlaybackRate = rate;
  audio.playbackRate = rate;
  // A file that cannot be played says so by its event.
  await audio.play().catch(() => undefined);
}

export function toggle(track: Track, next: typeof following): void {
  const { key, isPlaying } = playing.getState();
  if (key === track.key && isPlaying) audio.pause();
  else void play(track, next);
}

export function seek(track: Track, seconds: number, next: typeof following): void {
  if (playing.getState().key !== track.key) void play(track, next);
  audio.currentTime = seconds;
  playing.setState({ time: seconds });
}

/** The next of three speeds. */
export function changeRate(): void {
  const { rate } = playing.getState();
  const next = RATES[(RATES.indexOf(rate) + 1) % RATES.length] ?? 1;
  audio.playbackRate = next;
  playing.setState({ rate: next });
}

export function stop(): void {
  audio.pause();
  audio.removeAttribute('src');
  playing.setState({ ...STOPPED, rate: playing.getState().rate });
}
