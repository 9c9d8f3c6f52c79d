import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bounds } from '@kith/core/kernel';
import { drawnAvatars, MediaRefused, type Asker, type MediaTools } from '@kith/core/ports';
import { makeFairQueue } from './fair-queue.js';
import { firstFrame } from './media/poster.js';
import { probeVideo } from './media/probe.js';

export interface MediaToolsOptions {
  /** The folder of what ships with the server; holds the stand-in for a missing poster. */
  readonly assetsDir: string;
  /** Name or path of the ffmpeg to use for posters; it need not exist. */
  readonly ffmpeg?: string;
  /** How long ffmpeg may work on one poster; 5 seconds unless told. */
  readonly posterTimeoutMs?: number;
  /** How long the reading of a video's container may take; 10 seconds unless told. */
  readonly probeTimeoutMs?: number;
}

/** Looks into files with sharp, file-type, MediaInfo and, for posters, the system's ffmpeg. */
export function makeMediaTools({
  assetsDir,
  ffmpeg = 'ffmpeg',
  posterTimeoutMs = 5_000,
  probeTimeoutMs = 10_000,
}: MediaToolsOptions): MediaTools {
  // Two of Node's four worker threads at most, or file reads would wait for pictures. Videos wait for each
  // other, not before pictures: one that is made to hang holds up its like only.
  const pictures = makeFairQueue({
    atOnce: bounds.queue.picturesAtOnce,
    strangersAtOnce: bounds.queue.picturesOfStrangersAtOnce,
    waiting: bounds.queue.picturesWaiting,
    waitingForEach: bounds.queue.picturesWaitingForEach,
  });
  const one = {
    atOnce: 1,
    waiting: bounds.queue.videosWaiting,
    waitingForEach: bounds.queue.videosWaitingForEach,
  };
  const videos = makeFairQueue(one);
  const probes = makeFairQueue(one);
  const script = join(assetsDir, 'probe-video.mjs');

  async function poster(video: Uint8Array, extension: string, asker?: Asker): Promise<Uint8Array> {
    const frame = await videos(asker, () =>
      firstFrame({ ffmpeg, timeoutMs: posterTimeoutMs }, video, extension),
    );
    const { makePoster } = await load();
    const drawn = frame && (await pictures(undefined, () => makePoster(frame)).catch(undefinedWhenRefused));
    return drawn ?? readFile(join(assetsDir, 'static/photo/default_video_poster.jpg'));
  }

  async function drawnAvatar(id: string): ReturnType<MediaTools['drawnAvatar']> {
    if (!drawnAvatars.includes(id)) return undefined;
    const read = (size: string) => readFile(join(assetsDir, `static/photo/default_avatar_${id}/${size}.jpg`));
    return { '70': await read('70'), '90': await read('90'), '300': await read('300') };
  }

  return {
    sniff: async (bytes) => (await load()).sniffMedia(bytes),
    mosaic: async (faces) => {
      const files = ['default_man', 'default_woman'].map((name) =>
        join(assetsDir, `static/photo/${name}/300.jpg`),
      );
      const standIns = await Promise.all(files.map((file) => readFile(file)));
      const whole = faces.map((face) =>
        typeof face === 'number' ? (standIns[face] ?? new Uint8Array()) : face,
      );
      return pictures(undefined, async () => (await load()).makeMosaic(whole));
    },
    avatar: (bytes, asker) =>
      pictures(asker, async () =>
        (await load()).makeAvatar(
          bytes,
          asker && !asker.accountId ? bounds.file.strangersPicturePixels : undefined,
        ),
      ),
    picture: (bytes, asker) => pictures(asker, async () => (await load()).makePicture(bytes)),
    photo: (bytes, maxPixels, asker) =>
      pictures(asker, async () => (await load()).makePhoto(bytes, maxPixels)),
    drawnAvatar,
    poster,
    probe: (video, asker) => probes(asker, () => probeVideo({ script, timeoutMs: probeTimeoutMs }, video)),
  };
}

let loading: Promise<typeof import('./media/pictures.js') & typeof import('./media/sniff.js')> | undefined;

/** The decoders, loaded with the first file: the start of the server need not wait for them. */
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
