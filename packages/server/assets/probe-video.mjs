// Run by adapters/media/probe.ts for one video, with limits around it: the file comes as standard input, what its
// container says goes to standard output as JSON. A program of its own, because its parser reads what strangers send.
import { fstatSync, readSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import mediaInfoFactory from 'mediainfo.js';

// Most of the parser is for formats that do not come here: to compile what is used, and fast, takes a third of the time.
setFlagsFromString('--wasm-lazy-compilation');
setFlagsFromString('--liftoff-only');

const FILE = 0;

function readChunk(size, offset) {
  const chunk = new Uint8Array(size);
  return chunk.subarray(0, readSync(FILE, chunk, 0, size, offset));
}

const parser = await mediaInfoFactory({ format: 'object' });
const { media } = await parser.analyzeData(() => fstatSync(FILE).size, readChunk);
const tracks = media?.track ?? [];
const general = tracks.find((track) => track['@type'] === 'General');
const video = tracks.find((track) => track['@type'] === 'Video');
const seconds = Math.max(...tracks.map((track) => Number(track.Duration) || 0), 0);
console.log(
  JSON.stringify({
    hasPicture: video !== undefined,
    isCutOff: general?.extra?.IsTruncated === 'Yes',
    durationMs: Math.round(seconds * 1000),
    width: Number(video?.Width) || 0,
    height: Number(video?.Height) || 0,
  }),
);
