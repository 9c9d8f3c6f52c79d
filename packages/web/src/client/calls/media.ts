/** Why there is no microphone. */
export type MediaTrouble = 'refused' | 'missing' | 'inUse' | 'insecure';

/** There is no microphone to speak into. */
export class MediaError extends Error {
  readonly trouble: MediaTrouble;

  constructor(trouble: MediaTrouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

const CAMERA = { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: 'user' } as const;

/**
 * The microphone, and the camera if it is wanted: without one the call goes on with sound. Throws `MediaError` without a
 * microphone.
 */
export async function openMedia({ withCamera }: { readonly withCamera: boolean }): Promise<MediaStream> {
  // Browsers have no devices for pages that came over plain HTTP from another machine.
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  if (!devices) throw new MediaError('insecure');
  try {
    return await devices.getUserMedia({ audio: true, video: withCamera && CAMERA });
  } catch (error) {
    if (withCamera) return openMedia({ withCamera: false });
    throw new MediaError(TROUBLES[error instanceof Error ? error.name : ''] ?? 'inUse');
  }
}

/** The picture of the camera; undefined if there is none or it may not be used. */
export async function openCamera(): Promise<MediaStreamTrack | undefined> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: CAMERA });
    return stream.getVideoTracks()[0];
  } catch {
    return undefined;
  }
}

const TROUBLES: Readonly<Record<string, MediaTrouble>> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
};
