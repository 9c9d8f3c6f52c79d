import type { Receipts } from '@kith/core/ports';
import {
  fetchAppleTransaction,
  readAppleNotification,
  readAppleTransaction,
  type AppleOptions,
} from './apple.js';
import { makeGoogleClient, type GoogleOptions } from './google.js';

/** Reads receipts of the App Store and Google Play. */
export function makeReceipts(options: {
  mayTrust: boolean;
  apple: AppleOptions;
  google: GoogleOptions;
}): Receipts {
  const { mayTrust, apple } = options;
  const google = makeGoogleClient(options.google);
  return {
    mayTrust,
    readApple: (app, signed) => readAppleTransaction(apple, app, signed),
    fetchApple: (app, transactionId) => fetchAppleTransaction(apple, app, transactionId),
    readAppleNotification: (app, signed) => readAppleNotification(apple, app, signed),
    fetchGoogle: (app, purchaseToken) => google.fetchPurchase(app, purchaseToken),
    acknowledgeGoogle: (app, purchase) => google.acknowledge(app, purchase),
  };
}
