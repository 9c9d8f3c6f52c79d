/** What the log says of photos that only those who handle child safety see. */
export const CHILD_SAFETY = 'photo refused for child safety';
export const ESCALATED = 'photo escalated to child safety';
/** A refusal for child safety was taken back: the photo waits again, for child safety. */
export const REOPENED = 'photo decision for child safety undone';
export const RETURNED = 'photo returned to review';
/** A look at a picture, which is no decision. */
export const OPENED = 'restricted photo opened';
