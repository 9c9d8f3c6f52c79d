/** The jobs that run at one node at a time, each with the key of its lock. A key is never used for another job. */
export const JOBS = {
  index_messages: 1,
  collect_files: 2,
  promote_adults: 3,
  sweep: 4,
  assign_customers: 5,
  watch_calls: 6,
  end_sanctions: 7,
  maintain_plans: 8,
  notify_reviews: 9,
  renew_text: 10,
  erase_accounts: 11,
  export_data: 12,
  sample_figures: 13,
  send_mails: 21,
  send_texts: 22,
  send_pushes: 23,
} as const;

/** The name of such a job. */
export type JobName = keyof typeof JOBS;
