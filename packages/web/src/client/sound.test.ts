import { expect, test } from 'vitest';
import { claimSound } from './sound.js';

test('what begins to sound pauses what sounded before, once', () => {
  const paused: string[] = [];
  const [voice, video] = ['voice', 'video'].map((name) => ({ pause: () => paused.push(name) }));
  claimSound(voice!);
  claimSound(voice!);
  expect(paused).toEqual([]);
  claimSound(video!);
  claimSound(voice!);
  expect(paused).toEqual(['voice', 'video']);
});
