/** The settings of a tenant that belong to the area `videos`. */
export interface VideosSettings {
  /** Maximum size of a short video, in bytes; `KITH_MAX_UPLOAD_MB` also applies. */
  readonly videoMaxBytes: number;
  /** Maximum duration of a short video. */
  readonly videoMaxSeconds: number;
}

/** The defaults of these settings. */
export const videosSettings: VideosSettings = {
  videoMaxBytes: 50 * 1024 * 1024,
  videoMaxSeconds: 300,
};
