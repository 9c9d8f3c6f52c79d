import type { VoiceDraft } from '../../client/voice-drafts.js';
import { peaksOf } from './peaks.js';

/** Old clients play AAC; where a browser cannot make it, what it can. */
const FORMATS = ['audio/mp4;codecs=mp4a.40.2', 'audio/mp4;codecs=opus', 'audio/webm;codecs=opus'];
/** Between two measurements of the level. */
const EVERY_MS = 100;

/** A recording that is going on. */
export interface Recording {
  /** Ends it, and gives what was recorded. */
  finish(): Promise<VoiceDraft>;
  /** Its length until now. */
  seconds(): number;
  /** Ends it, and forgets it. */
  cancel(): void;
}

/** Records from the microphone. Rejects with a `DOMException` if there is none, or the reader refuses it. */
export async function record(onLevel: (level: number, seconds: number) => void): Promise<Recording> {
  // It exists on HTTPS and on this machine only.
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  if (!devices) throw new DOMException('This page gets no microphone.', 'NotFoundError');
  const stream = await devices.getUserMedia({ audio: true });
  const format = FORMATS.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, format === undefined ? {} : { mimeType: format });
  const chunks: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));

  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const levels: number[] = [];
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / 1000;
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    // The root mean square; a third of what is possible is loud.
    const level = Math.min(1, (3 * Math.hypot(...samples)) / Math.sqrt(samples.length));
    levels.push(level);
    onLevel(level, elapsed());
  }, EVERY_MS);
  recorder.start();

  function release(): void {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  }
  return {
    seconds: elapsed,
    finish: async () => {
      const seconds = elapsed();
      const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve));
      recorder.stop();
      await stopped;
      release();
      const type = recorder.mimeType.replace(/;.*/, '');
      const name = type.endsWith('mp4') ? 'voice.m4a' : 'voice.webm';
      return { file: new File(chunks, name, { type }), seconds, peaks: peaksOf(levels) };
    },
    cancel: () => {
      if (recorder.state !== 'inactive') recorder.stop();
      release();
    },
  };
}
