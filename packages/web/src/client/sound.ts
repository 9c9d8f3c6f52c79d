/** What has a sound of its own, or must not hear another one: a voice message, a video, a recording, a call. */
interface Sounding {
  pause(): void;
}

let current: Sounding | undefined;

/** Pauses what else has a sound: one at a time. */
export function claimSound(next: Sounding): void {
  if (current === next) return;
  current?.pause();
  current = next;
}
