import { namedSnapshot, type ReasonFacts } from './reason-facts';
import { enumerate } from './texts';

/** Reasons of people's actions: they say nothing about the application, and runs do not read their records. */
export const REASONS_OF_ACTIONS = {
  'hold-placed': {
    outcome: 'held',
    condition: 'well',
    headline: (r) => `${namedSnapshot(r)} is on hold.`,
    advice: 'No action needed. Release the snapshot when it is no longer needed: kda release.',
  },

  'hold-released': {
    outcome: 'released',
    condition: 'well',
    headline: (r) => `A hold on ${namedSnapshot(r, 'snapshot')} was released.`,
    advice: 'No action needed: from the next run on the retention decides about the snapshot.',
  },

  'marked-suspect': {
    outcome: 'suspect',
    condition: 'well',
    headline: (r) => `Suspect now, of application ${r.application}: ${enumerate(r.marked ?? [])}.`,
    advice:
      'No action needed. Restores, mails and metrics pass suspect snapshots over. Trust one that turns out to be good: kda trust.',
  },
  'marked-trusted': {
    outcome: 'trusted',
    condition: 'well',
    headline: (r) => `No longer suspect, of application ${r.application}: ${enumerate(r.marked ?? [])}.`,
    advice: 'No action needed: from the next run on the retention decides about the snapshots.',
  },
  'deletions-frozen': {
    outcome: 'frozen',
    condition: 'well',
    headline: (r) => `No snapshot of application ${r.application} is deleted while the freeze lasts.`,
    advice: 'No action needed. Thaw the application when its snapshots need not stay any longer: kda thaw.',
  },
  'deletions-thawed': {
    outcome: 'thawed',
    condition: 'well',
    headline: (r) => `Application ${r.application} was thawed.`,
    advice: 'No action needed: from the next run on the retention decides about the snapshots.',
  },

  'drill-proven': {
    outcome: 'drilled',
    condition: 'well',
    headline: (r) => `The drill of application ${r.application} proved that it can be restored.`,
    advice: 'No action needed. The snapshot of the stop is proven.',
  },
  'drill-not-proven': {
    outcome: 'drilled',
    condition: 'well',
    headline: (r) => `The drill of application ${r.application} failed.`,
    advice:
      'Find the cause before the next deployment, which would need the same kind of snapshot: kda logs NAME --query errors around the time of the drill. Then drill again.',
  },
  'drill-not-judged': {
    outcome: 'drilled',
    condition: 'well',
    headline: (r) => `The drill of application ${r.application} restarted it, but not all could be seen.`,
    advice:
      'The application runs, and nothing speaks against its state. For a proof the snapshot manager needs the right to kinesisanalytics:CreateApplicationPresignedUrl and a way to that address.',
  },
  'drill-refused': {
    outcome: 'drilled',
    condition: 'well',
    headline: (r) => `The drill of application ${r.application} did not take place; the application was not stopped.`,
    advice: 'Correct what the message says. The application was not stopped.',
  },
  'drill-gave-way': {
    outcome: 'drilled',
    condition: 'well',
    headline: (r) => `The drill of application ${r.application} ended early: somebody else acts on the application.`,
    advice: 'The drill left the application to whoever acts on it. Check that it runs: kda status.',
  },
} satisfies Record<string, ReasonFacts>;
