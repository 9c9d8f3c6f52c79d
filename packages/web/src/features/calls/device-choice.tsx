import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import {
  chosenDevices,
  DEVICE_KINDS,
  findDevices,
  keepDevice,
  type DeviceKind,
} from '../../client/calls/devices.js';
import type { Call, Calls } from '../../client/calls/calls.js';
import { useTranslations } from '../../text/index.js';

type Found = Awaited<ReturnType<typeof findDevices>>;

/** The microphone, the camera and the speaker of a call, each where there is something to choose. */
export function DeviceChoice({ calls, call }: { readonly calls: Calls; readonly call: Call }) {
  const t = useTranslations('calls');
  const found = useDevices();
  const chosen = useStore(chosenDevices);

  async function choose(kind: DeviceKind, id: string): Promise<void> {
    if (kind === 'speaker' || (kind === 'camera' && !call.hasCamera) || (await calls.choose(kind, id)))
      keepDevice(kind, id);
  }
  return (
    <div
      role="group"
      aria-label={t('devices')}
      className="relative mx-3 flex animate-rise flex-col gap-3 rounded-card border border-line bg-raised p-4 text-text shadow-float md:mx-auto md:w-105"
    >
      {found &&
        DEVICE_KINDS.filter((kind) => found[kind].length > 0).map((kind) => (
          <label key={kind} className="flex flex-col gap-1 text-small font-medium">
            {t(`device.${kind}`)}
            <select
              value={currentOf(found[kind], [usedBy(call, kind), chosen[kind]])}
              onChange={({ target }) => void choose(kind, target.value)}
              className="h-11 min-w-0 rounded-control border border-edge bg-panel px-3 text-body font-normal"
            >
              {found[kind].map(({ id, label }, index) => (
                <option key={id} value={id}>
                  {label || `${t(`device.${kind}`)} ${index + 1}`}
                </option>
              ))}
            </select>
          </label>
        ))}
    </div>
  );
}

/** The first of these devices that is there, or else the one that browsers name first. */
function currentOf(devices: Found[DeviceKind], ids: readonly (string | undefined)[]): string | undefined {
  return ids.find((id) => devices.some((one) => one.id === id)) ?? devices[0]?.id;
}

/** The device that the call uses. */
function usedBy({ local }: Call, kind: DeviceKind): string | undefined {
  const [track] =
    (kind === 'microphone' ? local?.getAudioTracks() : kind === 'camera' ? local?.getVideoTracks() : []) ??
    [];
  return track?.getSettings().deviceId;
}

/** The devices that are plugged in now. */
function useDevices(): Found | undefined {
  const [found, setFound] = useState<Found>();
  useEffect(() => {
    let isOver = false;
    const look = () =>
      // A browser that refuses to name them leaves nothing to choose.
      void findDevices().then(
        (now) => isOver || setFound(now),
        () => undefined,
      );
    look();
    navigator.mediaDevices.addEventListener('devicechange', look);
    return () => {
      isOver = true;
      navigator.mediaDevices.removeEventListener('devicechange', look);
    };
  }, []);
  return found;
}
