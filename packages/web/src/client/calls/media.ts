import { chosenDevices } from './devices.js';

/** Why a device cannot be used. */
export type MediaTrouble = 'refused' | 'missing' | 'inUse' | 'insecure';

/** There is no microphone to speak into, or no camera. */
export class MediaError extends Error {
  readonly trouble: MediaTrouble;

  constructor(trouble: MediaTrouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

const CAMERA = { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: 'user' } as const;

/**
 * The microphone, and the camera if it is wanted: without one the call goes on with sound. Devices that were chosen before are
 * used if they are there. Throws `MediaError` without a microphone.
 */
export async function openMedia({ withCamera }: { readonly withCamera: boolean }): Promise<MediaStream> {
  // Browsers have no devices for pages that came over plain HTTP from another machine.
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  if (!devices) throw new MediaError('insecure');
  try {
    return await devices.getUserMedia({
      audio: constraintsOf('microphone'),
      video: withCamera && { ...CAMERA, ...constraintsOf('camera') },
    });
  } catch (error) {
    if (withCamera) return openMedia({ withCamera: false });
    throw troubleOf(error);
  }
}

/** A microphone: the one with this id, or else the one that was chosen before, if it is there. Throws `MediaError`. */
export async function openMicrophone(id?: string): Promise<MediaStreamTrack> {
  return openTrack({ audio: constraintsOf('microphone', id) });
}

/** A camera, in the same way. */
export async function openCamera(id?: string): Promise<MediaStreamTrack> {
  return openTrack({ video: { ...CAMERA, ...constraintsOf('camera', id) } });
}

async function openTrack(constraints: MediaStreamConstraints): Promise<MediaStreamTrack> {
  try {
    const [track] = (await navigator.mediaDevices.getUserMedia(constraints)).getTracks();
    if (!track) throw new MediaError('missing');
    return track;
  } catch (error) {
    throw troubleOf(error);
  }
}

/** Gives the devices back. */
export function stop(media: MediaStream): void {
  for (const track of media.getTracks()) track.stop();
}

function constraintsOf(kind: 'microphone' | 'camera', id?: string): MediaTrackConstraints {
  if (id !== undefined) return { deviceId: { exact: id } };
  const chosen = chosenDevices.getState()[kind];
  return chosen === undefined ? {} : { deviceId: { ideal: chosen } };
}

function troubleOf(error: unknown): MediaError {
  if (error instanceof MediaError) return error;
  return new MediaError(TROUBLES[error instanceof Error ? error.name : ''] ?? 'inUse');
}

const TROUBLES: Readonly<Record<string, MediaTrouble>> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
};
