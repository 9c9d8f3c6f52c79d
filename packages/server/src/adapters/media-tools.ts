import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bounds } from '@kith/core/kernel';
import {
  drawnAvatars,
  MediaRefused,
  MediaUnavailable,
  type Requester,
  type MediaTools,
} from '@kith/core/ports';
import { makeFairQueue } from './fair-queue.js';
import { makeContainerReader, type ContainerFacts } from './media/container-reader.js';
import { isCutOff } from './media/cut-off.js';
import { firstFrame } from './media/poster.js';
import { stripMetadata } from './media/strip/strip-metadata.js';

export interface MediaToolsOptions {
  /** The folder of shipped files; contains the placeholder for a missing poster. */
  readonly assetsDir: string;
  /** Name or path of the ffmpeg that extracts posters; it may be missing. */
  readonly ffmpeg?: string;
  /** The time limit of ffmpeg for one poster; 5 seconds by default. */
  readonly posterTimeoutMs?: number;
  /** The time limit for reading a container; 10 seconds by default. */
  readonly readerTimeoutMs?: number;
  /** Receives failures of the tools themselves, not those caused by their input. */
  readonly log?: { error(detail: object, message: string): void };
}

/** Inspects files with sharp, file-type, Mediabunny and, for posters, the system's ffmpeg. */
export function makeMediaTools({
  assetsDir,
  ffmpeg = 'ffmpeg',
  posterTimeoutMs = bounds.file.stillMs,
  readerTimeoutMs = bounds.file.readerMs,
  log,
}: MediaToolsOptions): MediaTools {
  const { pictures, videos, containers } = makeQueues();
  const reader = makeContainerReader({
    script: join(assetsDir, 'read-container.mjs'),
    timeoutMs: readerTimeoutMs,
  });

  /** Caches the container data of files in progress: their kind is requested first, then their duration. */
  const known = new WeakMap<Uint8Array, ContainerFacts>();

  async function readContainer(bytes: Uint8Array, requester: Requester | undefined): Promise<ContainerFacts> {
    const facts =
      known.get(bytes) ?? (await containers(requester, () => reader.read(bytes)).catch(logAndThrow));
    known.set(bytes, facts);
    return facts;
  }

  function logAndThrow(error: unknown): never {
    if (error instanceof MediaUnavailable) log?.error({ err: error }, 'sound and video cannot be read');
    throw error;
  }

  /** The first frame of a video, or undefined; a missing poster is no reason to reject a file. */
  async function decodeFrame(
    video: Uint8Array,
    extension: string,
    requester: Requester | undefined,
  ): Promise<Uint8Array | undefined> {
    try {
      return await videos(requester, () =>
        firstFrame({ ffmpeg, timeoutMs: posterTimeoutMs }, video, extension),
      );
    } catch (error) {
      if (!(error instanceof MediaUnavailable)) throw error;
      log?.error({ err: error }, 'no poster of a video can be extracted');
      return undefined;
    }
  }

  async function poster(video: Uint8Array, extension: string, requester?: Requester): Promise<Uint8Array> {
    const frame = await decodeFrame(video, extension, requester);
    const { makePoster } = await load();
    const drawn = frame && (await pictures(undefined, () => makePoster(frame)).catch(undefinedWhenRefused));
    return drawn ?? readFile(join(assetsDir, 'static/photo/default_video_poster.jpg'));
  }

  return {
    sniff: async (bytes, requester) =>
      (await load()).sniffMedia(bytes, (container) => readContainer(container, requester)),
    mosaic: async (faces) => {
      const whole = await wholeFaces(assetsDir, faces);
      return pictures(undefined, async () => (await load()).makeMosaic(whole));
    },
    avatar: (bytes, requester) =>
      pictures(requester, async () =>
        (await load()).makeAvatar(
          bytes,
          requester && !requester.accountId ? bounds.file.strangersPicturePixels : undefined,
        ),
      ),
    picture: (bytes, requester) => pictures(requester, async () => (await load()).makePicture(bytes)),
    photo: (bytes, maxPixels, requester) =>
      pictures(requester, async () => (await load()).makePhoto(bytes, maxPixels)),
    drawnAvatar: (id) => drawnAvatar(assetsDir, id),
    strip: async (bytes, extension) => stripMetadata(bytes, extension),
    poster,
    probe: async (video, requester) => {
      const { hasPicture, durationMs, width, height } = await readContainer(video, requester);
      return { hasPicture, isCutOff: isCutOff(video), durationMs, width, height };
    },
  };
}

/**
 * Pictures take at most two of Node's four worker threads, or file reads would wait for them. Videos have their own
 * queue: one that hangs delays only other videos.
 */
function makeQueues() {
  const one = {
    atOnce: 1,
    waiting: bounds.queue.videosWaiting,
    waitingForEach: bounds.queue.videosWaitingForEach,
  };
  return {
    pictures: makeFairQueue({
      atOnce: bounds.queue.picturesAtOnce,
      anonymousAtOnce: bounds.queue.picturesOfStrangersAtOnce,
      waiting: bounds.queue.picturesWaiting,
      waitingForEach: bounds.queue.picturesWaitingForEach,
    }),
    videos: makeFairQueue(one),
    containers: makeFairQueue(one),
  };
}

/** The pictures of a mosaic, with default pictures for people without one. */
async function wholeFaces(
  assetsDir: string,
  faces: Parameters<MediaTools['mosaic']>[0],
): Promise<Uint8Array[]> {
  const files = ['default_man', 'default_woman'].map((name) =>
    join(assetsDir, `static/photo/${name}/300.jpg`),
  );
  const standIns = await Promise.all(files.map((file) => readFile(file)));
  return faces.map((face) => (typeof face === 'number' ? (standIns[face] ?? new Uint8Array()) : face));
}

async function drawnAvatar(assetsDir: string, id: string): ReturnType<MediaTools['drawnAvatar']> {
  if (!drawnAvatars.includes(id)) return undefined;
  const read = (size: string) => readFile(join(assetsDir, `static/photo/default_avatar_${id}/${size}.jpg`));
  return { '70': await read('70'), '90': await read('90'), '300': await read('300') };
}

let loading: Promise<typeof import('./media/pictures.js') & typeof import('./media/sniff.js')> | undefined;

/** Loads the decoders with the first file, to keep startup fast. */
function load() {
  loading ??= Promise.all([import('./media/pictures.js'), import('./media/sniff.js')]).then(
    ([pictures, sniff]) => {
      pictures.allowListDecoders();
      return { ...pictures, ...sniff };
    },
  );
  return loading;
}

function undefinedWhenRefused(error: unknown): undefined {
  if (error instanceof MediaRefused) return undefined;
  throw error;
}
