import type { realtime } from '@kith/contract';
import { newId } from '../new-id.js';
import type { PeerState } from './call.js';

/** A message between the two devices of a call. */
export type Signal = Pick<realtime.SignalFrame, 'kind' | 'data'>;

/** What a connection to the other device is made of, and whom it tells. */
export interface PeerOptions {
  readonly iceServers: readonly RTCIceServer[];
  /** When both offer at once, this side takes its own offer back. */
  readonly isPolite: boolean;
  readonly media: MediaStream;
  readonly send: (signal: Signal) => void;
  readonly onConnected: () => void;
  /** The way to the other device is interrupted. */
  readonly onLost: () => void;
  /** What the other side sends now. */
  readonly onRemote: (stream: MediaStream) => void;
  /** What this device tells of itself, asked for whenever a connection is made. */
  readonly ownState: () => PeerState;
  readonly onState: (state: PeerState) => void;
}

/** The connection to the other device of a call. */
export interface Peer {
  /** Begins: the other device answers. */
  offer(): void;
  receive(signal: Signal): Promise<void>;
  /** Looks for another way to the other device, with these servers if they are known. */
  restart(iceServers?: readonly RTCIceServer[]): void;
  setMicrophone(track: MediaStreamTrack): Promise<void>;
  setCamera(track: MediaStreamTrack | undefined): Promise<void>;
  /** Tells the other device what has changed. */
  tellState(): void;
  close(): void;
}

/** Candidates that are found within this time travel together. */
const GATHER_MS = 80;

/**
 * The name of a connection goes with each signal: when a device begins anew, such as after a reload, the other one does so
 * too, and what belongs to the earlier connection is ignored.
 */
export function createPeer(options: PeerOptions): Peer {
  let link = createLink(options);
  let remoteId: string | undefined;

  async function receive({ kind, data }: Signal): Promise<void> {
    const { from, to } = data as { from?: unknown; to?: unknown };
    if (typeof from !== 'string' || (to !== undefined && to !== link.id)) return;
    if (from !== remoteId) {
      // A first answer names this connection; only an offer begins another one.
      if (kind !== 'offer' && (remoteId !== undefined || to === undefined)) return;
      if (remoteId !== undefined) {
        link.close();
        link = createLink(options);
      }
      remoteId = from;
      link.answerTo(from);
    }
    await link.receive(kind, data);
  }

  // One after the other, in the order of their arrival.
  let last = Promise.resolve();
  return {
    offer: () => link.addMedia(),
    receive: (signal) => {
      const done = last.then(() => receive(signal));
      last = done.catch(() => undefined);
      return done;
    },
    restart: (iceServers) => void link.restart(iceServers),
    setMicrophone: (track) => link.setMicrophone(track),
    setCamera: (track) => link.setCamera(track),
    tellState: () => link.tellState(),
    close: () => link.close(),
  };
}

/** One `RTCPeerConnection` with the perfect negotiation of the specification. */
function createLink(options: PeerOptions) {
  const { isPolite, media, send } = options;
  const id = newId();
  const connection = new RTCPeerConnection({ iceServers: [...options.iceServers] });
  let to: string | undefined;
  let isOffering = false;
  let isIgnoring = false;
  let tellState: (() => void) | undefined;

  function tell(kind: realtime.SignalKind, data: object): void {
    send({ kind, data: { ...data, from: id, ...(to !== undefined && { to }) } });
  }

  const gathered = createBatch<RTCIceCandidateInit>(GATHER_MS, (candidates) =>
    tell('candidate', { candidates }),
  );

  /** Twice does no harm: what the other side has offered is answered with the same tracks. */
  function addMedia(): void {
    if (tellState) return;
    const sent = connection.getSenders().map(({ track }) => track);
    for (const track of media.getTracks()) if (!sent.includes(track)) connection.addTrack(track, media);
    tellState = openState(connection, options);
  }

  connection.addEventListener('negotiationneeded', () => void describe('offer'));
  connection.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate && candidate.candidate !== '') gathered.add(candidate.toJSON());
  });
  watch(connection, options);

  async function describe(kind: 'offer' | 'answer'): Promise<void> {
    if (connection.signalingState === 'closed') return;
    try {
      isOffering = kind === 'offer';
      await connection.setLocalDescription();
      const { type, sdp } = connection.localDescription ?? {};
      if (type === kind) tell(kind, { type, sdp });
    } finally {
      isOffering = false;
    }
  }

  async function receive(kind: realtime.SignalKind, data: realtime.Content): Promise<void> {
    if (connection.signalingState === 'closed') return;
    if (kind === 'candidate') {
      for (const candidate of data['candidates'] as RTCIceCandidateInit[])
        await connection.addIceCandidate(candidate).catch((error: unknown) => {
          if (!isIgnoring) throw error;
        });
      return;
    }
    // To an offer that was taken back meanwhile.
    if (kind === 'answer' && connection.signalingState !== 'have-local-offer') return;
    const isCollision = kind === 'offer' && (isOffering || connection.signalingState !== 'stable');
    isIgnoring = isCollision && !isPolite;
    if (isIgnoring) return;
    await connection.setRemoteDescription({ type: kind, sdp: String(data['sdp']) });
    if (kind !== 'offer') return;
    addMedia();
    await describe('answer');
  }

  return {
    id,
    answerTo: (other: string) => {
      to = other;
    },
    addMedia,
    receive,
    tellState: () => tellState?.(),
    restart: (iceServers?: readonly RTCIceServer[]) => restart(connection, iceServers),
    setMicrophone: async (track: MediaStreamTrack) => {
      const audio = connection.getTransceivers().find(({ receiver }) => receiver.track.kind === 'audio');
      await audio?.sender.replaceTrack(track);
    },
    setCamera: (track: MediaStreamTrack | undefined) => setCamera(connection, media, track),
    close: () => {
      gathered.end();
      connection.close();
    },
  };
}

/** Opens the channel on which both devices tell what of them is on; returns the function that tells it. */
function openState(connection: RTCPeerConnection, { ownState, onState }: PeerOptions): () => void {
  const channel = connection.createDataChannel('state', { negotiated: true, id: 0 });
  const tell = () => {
    if (channel.readyState === 'open') channel.send(JSON.stringify(ownState()));
  };
  channel.addEventListener('open', tell);
  channel.addEventListener('message', ({ data }) => {
    const state = readState(data);
    if (state) onState(state);
  });
  return tell;
}

async function restart(
  connection: RTCPeerConnection,
  iceServers: readonly RTCIceServer[] | undefined,
): Promise<void> {
  if (connection.signalingState === 'closed') return;
  // Access to the servers ends after a while.
  if (iceServers)
    connection.setConfiguration({ ...connection.getConfiguration(), iceServers: [...iceServers] });
  // An offer that was lost on its way is never answered.
  if (connection.signalingState === 'have-local-offer')
    await connection.setLocalDescription({ type: 'rollback' });
  connection.restartIce();
}

/** What another device sends may be anything. */
function readState(data: unknown): PeerState | undefined {
  try {
    const { isMuted, hasCamera } = JSON.parse(String(data)) as Partial<PeerState>;
    return { isMuted: isMuted === true, hasCamera: hasCamera === true };
  } catch {
    return undefined;
  }
}

/** Tells of the way to the other device, and of what it sends. */
function watch(connection: RTCPeerConnection, { onConnected, onLost, onRemote }: PeerOptions): void {
  connection.addEventListener('connectionstatechange', () => {
    const { connectionState: state } = connection;
    if (state === 'connected') onConnected();
    if (state === 'disconnected' || state === 'failed') onLost();
  });
  connection.addEventListener('track', ({ streams: [stream], track }) => {
    if (!stream) return;
    const show = () => onRemote(stream);
    track.addEventListener('mute', show);
    track.addEventListener('unmute', show);
    stream.addEventListener('removetrack', show);
    show();
  });
}

async function setCamera(
  connection: RTCPeerConnection,
  media: MediaStream,
  track: MediaStreamTrack | undefined,
): Promise<void> {
  const video = connection.getTransceivers().find(({ receiver }) => receiver.track.kind === 'video');
  if (!video) {
    if (track) connection.addTransceiver(track, { streams: [media] });
    return;
  }
  await video.sender.replaceTrack(track ?? null);
  video.sender.setStreams(media);
  video.direction = track ? 'sendrecv' : 'recvonly';
}

/** Collects values for a short time. */
function createBatch<T>(ms: number, onFull: (values: readonly T[]) => void) {
  let values: T[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    add: (value: T) => {
      values.push(value);
      timer ??= setTimeout(() => {
        const all = values;
        values = [];
        timer = undefined;
        onFull(all);
      }, ms);
    },
    end: () => clearTimeout(timer),
  };
}
