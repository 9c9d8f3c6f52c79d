/** The settings of a tenant that belong to the area `support`. */
export interface SupportSettings {
  /** Support hours in the tenant's zone, such as `09:00-18:00`; '' for always. */
  readonly supportHours: string;
  /** The greeting for customers during and outside support hours; '' for none. */
  readonly supportGreeting: string;
  readonly supportClosedGreeting: string;
}

/** The defaults of these settings. */
export const supportSettings: SupportSettings = {
  supportHours: '',
  supportGreeting: '',
  supportClosedGreeting: '',
};
