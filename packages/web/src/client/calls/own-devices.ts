import type { Call } from './call.js';
import { MediaError } from './media.js';
import type { Peer } from './peer.js';

/** How a microphone and a camera are opened: the one with an id, or the one that the browser chooses. They throw `MediaError`. */
export interface DeviceOpeners {
  readonly openMicrophone: (id?: string) => Promise<MediaStreamTrack>;
  readonly openCamera: (id?: string) => Promise<MediaStreamTrack>;
}

interface OwnDevicesOptions extends DeviceOpeners {
  readonly call: () => Call | undefined;
  readonly peer: () => Peer | undefined;
  readonly change: (part: Partial<Call>) => void;
}

/** The microphone and the camera of the call of this page. */
export class OwnDevices {
  private readonly options: OwnDevicesOptions;

  constructor(options: OwnDevicesOptions) {
    this.options = options;
  }

  async setCamera(isOn: boolean): Promise<void> {
    if (!isOn) return this.replace('camera', undefined);
    try {
      await this.replace('camera', this.options.openCamera());
    } catch (error) {
      const trouble = error instanceof MediaError && error.trouble !== 'insecure' ? error.trouble : 'inUse';
      this.options.change({ notice: `noCamera.${trouble}` });
    }
  }

  async choose(kind: 'microphone' | 'camera', id: string): Promise<boolean> {
    const { openMicrophone, openCamera } = this.options;
    try {
      await this.replace(kind, kind === 'microphone' ? openMicrophone(id) : openCamera(id));
      return true;
    } catch {
      this.options.change({ notice: `${kind}Unusable` });
      return false;
    }
  }

  /** Takes another microphone or camera, or none. Throws, and changes nothing, if it cannot be opened. */
  private async replace(
    kind: 'microphone' | 'camera',
    opening: Promise<MediaStreamTrack> | undefined,
  ): Promise<void> {
    const local = this.options.call()?.local;
    const track = await opening;
    if (!local || this.options.call()?.local !== local) return track?.stop();
    for (const old of kind === 'microphone' ? local.getAudioTracks() : local.getVideoTracks()) {
      old.stop();
      local.removeTrack(old);
    }
    if (track) {
      this.watch(track);
      local.addTrack(track);
    }
    this.options.change({ notice: undefined, hasCamera: local.getVideoTracks().length > 0 });
    if (kind === 'camera') await this.options.peer()?.setCamera(track);
    else if (track) {
      track.enabled = !(this.options.call()?.isMuted ?? false);
      await this.options.peer()?.setMicrophone(track);
    }
    this.options.peer()?.tellState();
  }

  /** A device that is unplugged, or whose use is forbidden, ends its track; `stop` does not tell. */
  watch(track: MediaStreamTrack): void {
    track.addEventListener('ended', () => void this.noteGone(track));
  }

  private async noteGone(track: MediaStreamTrack): Promise<void> {
    if (!this.options.call()?.local?.getTracks().includes(track)) return;
    if (track.kind === 'video') {
      await this.replace('camera', undefined);
      return this.options.change({ notice: 'cameraGone' });
    }
    try {
      await this.replace('microphone', this.options.openMicrophone());
      this.options.change({ notice: 'microphoneChanged' });
    } catch {
      this.options.change({ notice: 'microphoneGone' });
    }
  }
}
