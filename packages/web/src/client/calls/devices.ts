import { createStore } from 'zustand/vanilla';
import { local } from '../local.js';

export const DEVICE_KINDS = ['microphone', 'camera', 'speaker'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** As browsers name them. */
const KINDS = { microphone: 'audioinput', camera: 'videoinput', speaker: 'audiooutput' } as const;
const KEY = 'kith.devices';

/** The ids of the devices that were chosen in this browser; it chooses the others itself. */
export const chosenDevices = createStore<Readonly<Partial<Record<DeviceKind, string>>>>(
  () => JSON.parse(local.getItem(KEY) ?? '{}') as Partial<Record<DeviceKind, string>>,
);

/** Keeps a choice for the next call. */
export function keepDevice(kind: DeviceKind, id: string): void {
  chosenDevices.setState({ [kind]: id });
  local.setItem(KEY, JSON.stringify(chosenDevices.getState()));
}

/** A device that can be chosen. */
interface Device {
  readonly id: string;
  readonly label: string;
}

/** The devices that can be chosen. Browsers that cannot change the speaker list none. */
export async function findDevices(): Promise<Readonly<Record<DeviceKind, readonly Device[]>>> {
  const all = await navigator.mediaDevices.enumerateDevices();
  const of = (kind: DeviceKind): Device[] =>
    all.filter((one) => one.kind === KINDS[kind]).map(({ deviceId: id, label }) => ({ id, label }));
  const canChooseSpeaker = 'setSinkId' in HTMLMediaElement.prototype;
  return {
    microphone: of('microphone'),
    camera: of('camera'),
    speaker: canChooseSpeaker ? of('speaker') : [],
  };
}
