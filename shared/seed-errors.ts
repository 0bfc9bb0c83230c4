import { advice, type ErrorMakers } from './app-error.ts'

/** The errors of setting a machine up without a person, by the name of their code; made as those of `errors.ts` are. */
export const seedErrors = {
  /** Names of users at the provider. */
  seedOtherOwner: (account: string, holder: string, newcomer: string) => ({
    code: 'seed-other-owner',
    message: `The account “${account}” holds a token of ${holder}, and this one is ${newcomer}’s. Nothing was changed.`,
    action: advice(`Seed it under a name of its own: --name ${newcomer}`),
  }),
  seedIncomplete: (failures: readonly string[]) => ({
    code: 'seed-incomplete',
    message: `The token is stored, but not all was set up. ${failures.join(' ')}`,
    action: advice('Mend that, then seed again'),
  }),
  seedCommandFailed: (program: string, reason: string) => ({
    code: 'seed-command-failed',
    message: `${program} gave no token (${reason}). Nothing was changed.`,
    action: advice('Run it by hand to see why'),
  }),
} as const satisfies ErrorMakers
