import type { realtime } from '@kith/contract';
import type { DeviceKind } from './devices.js';
import type { MediaTrouble } from './media.js';

export type Medium = 'voice' | 'video';

/**
 * `asking`: the browser asks for the microphone. `calling`, `incoming`: it rings. `connecting`: answered. `lost`: the way is
 * interrupted. `ended`: over, and the reader has not closed it.
 */
export type Phase = 'asking' | 'calling' | 'incoming' | 'connecting' | 'connected' | 'lost' | 'ended';

/** Why a call is over: its outcome, or what went wrong here. */
export type CallEnd =
  | 'completed'
  | 'cancelled'
  | 'refused'
  | 'missed'
  | 'unreachable'
  | `noMicrophone.${MediaTrouble}`
  | { readonly refusal: unknown };

/** What the reader should know about the own devices. */
export type DeviceNotice =
  /** It was unplugged, and another one is in use. */
  | 'microphoneChanged'
  /** It was unplugged, and there is no other one. */
  | 'microphoneGone'
  | 'cameraGone'
  /** The chosen device cannot be used; the one before stays. */
  | `${DeviceKind}Unusable`
  | `noCamera.${Exclude<MediaTrouble, 'insecure'>}`;

/** What the other device tells of itself. */
export interface PeerState {
  readonly isMuted: boolean;
  readonly hasCamera: boolean;
}

/** The call of this page. */
export interface Call {
  /** Another one for each call. */
  readonly key: number;
  /** Undefined until the server knows the call. */
  readonly id: number | undefined;
  readonly listId: string;
  readonly peerId: number;
  readonly medium: Medium;
  readonly isOutgoing: boolean;
  readonly phase: Phase;
  readonly end: CallEnd | undefined;
  /** Why the call that rings could not be answered. */
  readonly trouble: MediaTrouble | undefined;
  /** When both were connected, in milliseconds. */
  readonly since: number | undefined;
  readonly isMuted: boolean;
  /** The own devices; the object changes with its tracks. */
  readonly local: MediaStream | undefined;
  readonly remote: MediaStream | undefined;
  readonly hasCamera: boolean;
  readonly hasRemoteVideo: boolean;
  /** Undefined until the other device has told it; clients of earlier versions never do. */
  readonly peerState: PeerState | undefined;
  readonly notice: DeviceNotice | undefined;
}

/** A call that has just begun. */
export const NEW = {
  trouble: undefined,
  id: undefined,
  end: undefined,
  since: undefined,
  isMuted: false,
  local: undefined,
  remote: undefined,
  hasCamera: false,
  hasRemoteVideo: false,
  peerState: undefined,
  notice: undefined,
} as const;

/** A call as the server reports it. */
export type LiveCall = Pick<
  realtime.LiveCall,
  'call_id' | 'list_id' | 'caller_id' | 'callee_id' | 'medium'
> & {
  readonly state: 'ringing' | 'active' | 'ended';
  readonly outcome?: 'completed' | 'cancelled' | 'refused' | 'missed' | null;
  readonly answered?: number;
};
