import {
  Maximize2,
  Mic,
  MicOff,
  Minimize2,
  PhoneOff,
  Settings2,
  Video,
  VideoOff,
  X,
  type LucideIcon,
} from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useStore } from 'zustand';
import type { Call, Calls } from '../../client/calls/calls.js';
import { chosenDevices } from '../../client/calls/devices.js';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { classes } from '../../ui/classes.js';
import { Icon } from '../../ui/icon.js';
import { useLayer } from '../../ui/layers.js';
import { CallStatus } from './call-status.js';
import { DeviceChoice } from './device-choice.js';
import type { LayerProps } from './incoming-call.js';
import { useAlone } from '../../ui/use-alone.js';
import { useLayerFocus } from '../../ui/use-layer-focus.js';

/** A call that was begun or answered: over the page, or small beside it so that the page can be used. */
export function RunningCall({ calls, call, peer, title }: LayerProps) {
  const t = useTranslations('calls');
  const [isSmall, setSmall] = useState(false);
  const [areDevicesOpen, setDevicesOpen] = useState(false);
  const layer = useLayerFocus<HTMLDivElement>();
  useAlone(layer, !isSmall);
  useGoing(call, calls);
  useLayer(() => setSmall(true), !isSmall);
  return (
    <div
      ref={layer}
      role="dialog"
      aria-label={t('with', { name: peer.name, kind: title })}
      tabIndex={-1}
      className={classes(
        'flex animate-appear overflow-hidden bg-foot text-on-foot outline-none',
        isSmall
          ? // Over the page only where there is room enough; else a bar above it, which covers nothing.
            'shrink-0 max-lg:order-first max-lg:items-center max-lg:safe-top lg:fixed lg:end-6 lg:top-18 lg:z-40 lg:h-52 lg:w-84 lg:flex-col lg:rounded-card lg:shadow-float'
          : 'fixed inset-0 z-40 flex-col safe-bottom safe-top',
      )}
    >
      <Remote calls={calls} call={call} isSmall={isSmall} />
      <header className="relative flex min-w-0 items-center gap-2 p-2">
        <Control
          icon={isSmall ? Maximize2 : Minimize2}
          label={t(isSmall ? 'enlarge' : 'reduce')}
          onPress={() => setSmall(!isSmall)}
        />
        {isSmall && (
          <div
            className={classes(
              'min-w-0 text-small',
              call.hasRemoteVideo && 'rounded-control bg-foot/85 px-2',
            )}
          >
            <p className="truncate font-medium">{peer.name}</p>
            <CallStatus call={call} peer={peer} />
          </div>
        )}
      </header>
      <div
        className={classes(
          'relative flex min-h-0 grow flex-col items-center justify-center gap-3 p-4 text-center',
          isSmall && 'hidden',
        )}
      >
        {!call.hasRemoteVideo && <Avatar id={peer.id} name={peer.name} photo={peer.photo} size="huge" />}
        <div
          className={classes(
            'max-w-full px-4 py-2',
            call.hasRemoteVideo && 'rounded-card bg-foot/85 mt-auto',
          )}
        >
          <p className="truncate text-head font-strong">{peer.name}</p>
          {!isSmall && <CallStatus call={call} peer={peer} />}
          <PeerDevices call={call} name={peer.name} />
          {call.notice !== undefined && call.phase !== 'ended' && (
            <p role="alert" className="mx-auto mt-2 max-w-105 text-balance">
              {t(`notice.${call.notice}`)}
            </p>
          )}
        </div>
        <Own call={call} />
      </div>
      {isSmall && <div className="grow" />}
      {areDevicesOpen && !isSmall && call.phase !== 'ended' && <DeviceChoice calls={calls} call={call} />}
      <Controls
        calls={calls}
        call={call}
        {...(!isSmall && { areDevicesOpen, onDevices: () => setDevicesOpen(!areDevicesOpen) })}
      />
    </div>
  );
}

/** What one can do in a call. */
function Controls({
  calls,
  call,
  areDevicesOpen,
  onDevices,
}: Pick<LayerProps, 'calls' | 'call'> & {
  readonly areDevicesOpen?: boolean;
  readonly onDevices?: () => void;
}) {
  const t = useTranslations('calls');
  return (
    <div
      className={classes(
        'relative flex items-center justify-center',
        onDevices ? 'gap-4 p-3 pb-4' : 'gap-2 p-2 lg:gap-4 lg:p-3 lg:pb-4',
      )}
    >
      {call.phase === 'ended' ? (
        <Control icon={X} label={t('close')} onPress={() => calls.dismiss()} />
      ) : (
        <>
          <Control
            icon={call.isMuted ? MicOff : Mic}
            label={t('mute')}
            isOn={call.isMuted}
            onPress={() => calls.setMuted(!call.isMuted)}
          />
          <Control
            icon={call.hasCamera ? Video : VideoOff}
            label={t('camera')}
            isOn={call.hasCamera}
            onPress={() => void calls.setCamera(!call.hasCamera)}
          />
          {onDevices && call.local && (
            <Control icon={Settings2} label={t('devices')} isOn={areDevicesOpen} onPress={onDevices} />
          )}
          <Control icon={PhoneOff} label={t('hangUp')} isEnd onPress={() => calls.hangUp()} />
        </>
      )}
    </div>
  );
}

/** What of the other person's devices is off. */
function PeerDevices({
  call: { peerState, phase, medium },
  name,
}: {
  readonly call: Call;
  readonly name: string;
}) {
  const t = useTranslations('calls');
  if (phase !== 'connected' || !peerState) return null;
  const off = [
    peerState.isMuted && { icon: MicOff, text: t('peerMuted', { name }) },
    medium === 'video' && !peerState.hasCamera && { icon: VideoOff, text: t('peerCameraOff', { name }) },
  ].filter((one) => one !== false);
  if (off.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-col items-center gap-1 text-small text-on-foot-secondary">
      {off.map(({ icon, text }) => (
        <li key={text} className="flex items-center gap-1.5">
          <Icon of={icon} size={16} />
          {text}
        </li>
      ))}
    </ul>
  );
}

/** So long a plain end can be read; what went wrong stays until somebody closes it. */
const READ_MS = 4000;

/** Closes the layer of a call that has ended as calls do. */
function useGoing({ phase, end }: Call, calls: Calls): void {
  const isPlain = phase === 'ended' && (end === 'completed' || end === 'cancelled');
  useEffect(() => {
    if (!isPlain) return undefined;
    const timer = setTimeout(() => calls.dismiss(), READ_MS);
    return () => clearTimeout(timer);
  }, [isPlain, calls]);
}

interface ControlProps {
  readonly icon: LucideIcon;
  readonly label: string;
  /** For what can be on or off. */
  readonly isOn?: boolean | undefined;
  readonly isEnd?: boolean;
  readonly onPress: () => void;
}

function Control({ icon, label, isOn, isEnd = false, onPress }: ControlProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={isOn}
      title={label}
      onClick={onPress}
      className={classes(
        'flex size-12 shrink-0 items-center justify-center rounded-pill transition active:scale-95',
        isEnd
          ? 'bg-hang-up text-on-hang-up'
          : isOn
            ? 'bg-on-foot text-foot'
            : 'border border-on-foot/30 bg-foot/85 text-on-foot hover:bg-foot',
      )}
    >
      <Icon of={icon} size={22} />
    </button>
  );
}

/** Sound and picture of the other person. Some browsers play neither before somebody has pressed something. */
function Remote({
  calls,
  call,
  isSmall,
}: Pick<LayerProps, 'calls' | 'call'> & { readonly isSmall: boolean }) {
  const t = useTranslations('calls');
  const { remote, hasRemoteVideo } = call;
  const video = useRef<HTMLVideoElement>(null);
  const [isSilent, setSilent] = useState(false);
  useSource(video, remote, () => setSilent(true));
  const speaker = useStore(chosenDevices, (chosen) => chosen.speaker);
  const firstSpeaker = useRef(speaker);
  useEffect(() => {
    if (speaker === undefined) return;
    video.current?.setSinkId?.(speaker).catch(() => {
      // That of an earlier call may be gone: the browser's own one sounds, and nobody has just chosen.
      if (speaker !== firstSpeaker.current) calls.notice('speakerUnusable');
    });
  }, [speaker, calls]);
  return (
    <>
      <video
        ref={video}
        playsInline
        aria-label={t('remoteVideo')}
        aria-hidden={!hasRemoteVideo}
        className={classes(
          isSmall
            ? 'object-cover lg:absolute lg:inset-0 lg:size-full'
            : 'absolute inset-0 size-full object-contain',
          isSmall && (hasRemoteVideo ? 'max-lg:h-16 max-lg:w-14 max-lg:shrink-0' : 'max-lg:size-0'),
          !hasRemoteVideo && 'opacity-0',
        )}
      />
      {isSilent && (
        <button
          type="button"
          onClick={() => void video.current?.play().then(() => setSilent(false))}
          className={classes(
            'z-10 w-fit shrink-0 rounded-pill bg-on-foot px-4 py-2 font-medium text-foot',
            isSmall ? 'lg:absolute lg:inset-x-0 lg:top-16 lg:mx-auto' : 'absolute inset-x-0 top-16 mx-auto',
          )}
        >
          {t('hear')}
        </button>
      )}
    </>
  );
}

/** The own picture, as in a mirror. */
function Own({ call: { local, hasCamera } }: { readonly call: Call }) {
  const t = useTranslations('calls');
  const video = useRef<HTMLVideoElement>(null);
  useSource(video, hasCamera ? local : undefined);
  if (!hasCamera) return null;
  return (
    <video
      ref={video}
      muted
      playsInline
      aria-label={t('ownVideo')}
      className="absolute end-3 bottom-3 h-40 w-28 -scale-x-100 rounded-card bg-foot object-cover shadow-float md:h-36 md:w-52"
    />
  );
}

function useSource(
  video: RefObject<HTMLVideoElement | null>,
  stream: MediaStream | undefined,
  onSilent?: () => void,
): void {
  useEffect(() => {
    const element = video.current;
    if (!element || !stream) return;
    element.srcObject = stream;
    element.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') onSilent?.();
    });
    // `onSilent` is a new function each time and does the same.
    // eslint-disable-next-line react/exhaustive-deps
  }, [video, stream]);
}
