// Run by adapters/media/container-reader.ts: says which tracks a container has and how long they last. A program of its
// own, because its parser reads what strangers send: its memory and its time end with it, not with the server. It opens
// no file and gets no environment; the server hands it the pieces of the file that it asks for, one file at a time.
import { CustomSource, Input, MATROSKA, MP4, QTFF, WEBM } from 'mediabunny';

/** Who waits for pieces of the file, in the order in which they were asked for. */
let waiting = [];

process.on('disconnect', () => process.exit());
process.on('message', (said) => {
  if (said instanceof Uint8Array) waiting.shift()?.(said);
  else void read(said.sizeBytes).then((facts) => process.send(facts));
});

async function read(sizeBytes) {
  waiting = [];
  const source = new CustomSource({
    getSize: () => sizeBytes,
    read: (start, end) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        process.send({ start, end });
      }),
    maxCacheSize: 8 * 1024 * 1024,
  });
  const input = new Input({ formats: [MP4, QTFF, MATROSKA, WEBM], source });
  try {
    const tracks = await input.getTracks();
    const video = tracks.find((track) => track.type === 'video');
    return {
      isReadable: true,
      hasPicture: video !== undefined,
      hasSound: tracks.some((track) => track.type === 'audio'),
      durationMs: await durationOf(input),
      width: side(video?.displayWidth),
      height: side(video?.displayHeight),
    };
  } catch {
    // The parser throws at what it cannot read, whichever way it is broken.
    return { isReadable: false, hasPicture: false, hasSound: false, durationMs: 0, width: 0, height: 0 };
  } finally {
    input.dispose();
  }
}

/** Counted from the frames where it is not stated, or where they last longer: recordings of browsers state no length. */
async function durationOf(input) {
  const stated = await input.getDurationFromMetadata().catch(() => 0);
  const end = await input.computeDuration().catch(() => 0);
  const start = await input.getFirstTimestamp().catch(() => 0);
  const lengths = [stated, end - Math.max(0, start)].filter(Number.isFinite);
  return Math.round(Math.max(0, ...lengths) * 1000);
}

function side(pixels) {
  return Number.isFinite(pixels) && pixels > 0 ? Math.round(pixels) : 0;
}
