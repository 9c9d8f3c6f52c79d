import { useEffect } from 'react';

/** Two soft notes, every three seconds. */
const NOTES = [659, 523] as const;
const NOTE_S = 0.35;
const EVERY_MS = 3000;
const LOUDNESS = 0.12;

/** Rings while this is shown, in one tab of the browser. A browser that was not touched yet stays silent. */
export function useRing(): void {
  useEffect(() => {
    let isOver = false;
    let end: (() => void) | undefined;
    // Without locks, on plain HTTP, a call cannot be answered: it is shown, and does not sound.
    const { locks } = navigator as { locks?: LockManager };
    void locks?.request('kith-ring', { ifAvailable: true }, async (lock) => {
      if (lock === null || isOver) return;
      const sound = new AudioContext();
      ring(sound);
      const timer = setInterval(() => ring(sound), EVERY_MS);
      await new Promise<void>((resolve) => (end = resolve));
      clearInterval(timer);
      await sound.close();
    });
    return () => {
      isOver = true;
      end?.();
    };
  }, []);
}

function ring(sound: AudioContext): void {
  for (const [index, frequency] of NOTES.entries()) {
    const start = sound.currentTime + index * NOTE_S;
    const note = new OscillatorNode(sound, { type: 'sine', frequency });
    const volume = new GainNode(sound, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.04);
    volume.gain.exponentialRampToValueAtTime(0.001, start + NOTE_S);
    note.connect(volume).connect(sound.destination);
    note.start(start);
    note.stop(start + NOTE_S);
  }
}
