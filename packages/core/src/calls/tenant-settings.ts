/** The settings of a tenant that belong to the area `calls`. */
export interface CallsSettings {
  /** A call that rings longer is missed. */
  readonly callRingSeconds: number;
}

/** The defaults of these settings. */
export const callsSettings: CallsSettings = {
  callRingSeconds: 60,
};
