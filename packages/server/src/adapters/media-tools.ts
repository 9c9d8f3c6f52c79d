import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawnAvatars, MediaRefused, type MediaTools } from '@kith/core/ports';
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
  const pictures = limitConcurrency(2);
  const videos = limitConcurrency(1);
  const probes = limitConcurrency(1);
  const script = join(assetsDir, 'probe-video.mjs');

  async function poster(video: Uint8Array, extension: string): Promise<Uint8Array> {
    const frame = await videos(() => firstFrame({ ffmpeg, timeoutMs: posterTimeoutMs }, video, extension));
    const { makePoster } = await load();
    const drawn = frame && (await pictures(() => makePoster(frame)).catch(undefinedWhenRefused));
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
      return pictures(async () => (await load()).makeMosaic(whole));
    },
    avatar: (bytes) => pictures(async () => (await load()).makeAvatar(bytes)),
    picture: (bytes) => pictures(async () => (await load()).makePicture(bytes)),
    photo: (bytes, maxPixels) => pictures(async () => (await load()).makePhoto(bytes, maxPixels)),
    drawnAvatar,
    poster,
    probe: (video) => probes(() => probeVideo({ script, timeoutMs: probeTimeoutMs }, video)),
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

/** Runs at most `slots` of the works given to it at once, in their order. */
function limitConcurrency(slots: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let free = slots;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resume) => waiting.push(resume));
    try {
      return await work();
    } finally {
      // The slot passes to the next in line without being free in between.
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

function undefinedWhenRefused(error: unknown): undefined {
  if (error instanceof MediaRefused) return undefined;
  throw error;
}
