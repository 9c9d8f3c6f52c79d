const due = 'A sweep of the process finds what is due in all tenants.';
const clock = 'The clock is corrected for the whole installation.';
const text = 'Texts of all tenants are brought up to the newest rules.';
const sockets = 'The sockets of a node belong to accounts of all tenants.';
const byId = 'The ids come from a query across tenants, and an id belongs to one tenant.';

/** The functions of core whose queries span all tenants, as `<area>/<file> <function>`, with the reason. */
export const acrossTenants: Readonly<Record<string, string>> = {
  'accounts/renew-names-store.ts lockOutdatedNames': text,
  'accounts/sessions-store.ts selectSessionEnds': 'A process has sockets of all tenants.',
  'accounts/sessions-store.ts touchSessions': byId,
  'accounts/sessions-store.ts updateFutureSessionTimes': clock,
  'accounts/events-store.ts clearStreamEpochs':
    'A restored backup changes the epoch of the whole installation.',
  'accounts/events-store.ts selectMovedAccounts': sockets,
  'accounts/store.ts updateFutureAccountTimes': clock,
  'billing/purchases-store.ts selectUnacknowledged': due,
  'billing/store.ts selectDue': due,
  'calls/store.ts selectDueCalls': due,
  'contacts/store.ts lockUnfoldedRemarks': text,
  'conversations/clamp-times-store.ts updateFutureConversationTimes': clock,
  'conversations/missed-store.ts selectMovedConversations': sockets,
  'conversations/search-filters-store.ts hasEdits': 'The indexer serves all tenants.',
  'conversations/search-filters-store.ts takeEdits': 'The indexer serves all tenants.',
  'conversations/search-index-store.ts selectUnindexed': 'The indexer serves all tenants.',
  'discovery/views-store.ts updateFutureViewTimes': clock,
  'media/store.ts claimRemovals': due,
  'media/store.ts deleteChecks': byId,
  'media/store.ts deleteRemovals': byId,
  'media/store.ts lockDueChecks': due,
  'media/store.ts lockFilesOf': byId,
  'media/store.ts selectIsDue': due,
  'moderation/store.ts selectDueSanctions': due,
  'moments/clamp-times-store.ts updateFutureMomentTimes': clock,
  'operations/figures-store.ts setInstallationSamples': 'It adds up all tenants.',
  'operations/figures-store.ts countTenantsOf': sockets,
  'operations/sizes-store.ts setStoredSizes': 'One process sums for all tenants.',
  'outbox/store.ts claimMessages': due,
  'push/store.ts selectForgotten': due,
  'push/store.ts hasBrowsers': 'It only asks whether any tenant has one.',
  'photos/store.ts selectUnnotified': due,
  'videos/oversight-store.ts selectIsClosed':
    'The path of a file has no tenant; its name has 128 random bits.',
};
