import type { Platform } from '../kernel/index.js';

/** What a session shows of the client that signed in. */
export interface Device {
  /** The program and the system, as `Firefox on Windows`; empty if neither is known. */
  readonly device: string;
  readonly platform: Platform;
}

/** The first match counts: iPads name Mac OS, Android names Linux, and Windows phones name Android. */
const SYSTEMS: readonly [RegExp, Platform, string][] = [
  [/iPad/, 'ios', 'iPad'],
  [/iPhone|iPod|CFNetwork.*Mobile|\biOS\b/, 'ios', 'iPhone'],
  [/Android|okhttp/i, 'android', 'Android'],
  [/Windows/, 'windows', 'Windows'],
  [/Macintosh|Mac OS X|Darwin/, 'macos', 'Mac'],
  [/CrOS/, 'linux', 'ChromeOS'],
  [/Linux|X11/, 'linux', 'Linux'],
];

/** The first match counts: every browser names those that it resembles. */
const PROGRAMS: readonly [RegExp, string][] = [
  [/Electron\//, 'Desktop app'],
  [/Html5Plus|uni-app|okhttp|CFNetwork|Dart\/|; wv\)/i, 'App'],
  [/MicroMessenger\//, 'WeChat'],
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\/|OPiOS\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

/** The device that a `User-Agent` names. Only known names are stored, never the text itself. */
export function deviceOf(userAgent: string | undefined): Device {
  const text = (userAgent ?? '').slice(0, 500);
  const [, platform = '', system = ''] = SYSTEMS.find(([pattern]) => pattern.test(text)) ?? [];
  const [, program = ''] = PROGRAMS.find(([pattern]) => pattern.test(text)) ?? [];
  return { device: [program, system].filter(Boolean).join(' on '), platform };
}
