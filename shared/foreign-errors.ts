import { advice, error, retry, type ErrorMakers } from './app-error.ts'

/** The errors about tokens that other tools hold; a part of `errors`. */
export const foreignErrors = {
  foreignUnclear: (label: string, path: string) =>
    error(
      'foreign-unclear',
      `${path} is not what ${label} writes, so nothing in it was read or changed.`,
      advice(`Look at ${path}`),
    ),
  foreignHelperSilent: (helper: string) =>
    error('foreign-helper-silent', `${helper} gave no answer that can be used.`, retry),
  foreignHelperAsks: (helper: string) =>
    error('foreign-helper-asks', `${helper} may ask for a passphrase, so it was not asked.`, {
      label: 'Log in with the token itself',
      does: { kind: 'log-in' },
    }),
  foreignGone: () =>
    error(
      'foreign-gone',
      'No other tool holds this token now; it may have been changed since it was listed.',
      { label: 'List them again', does: { kind: 'find-foreign' } },
    ),
  foreignNotImportable: (reason: string) =>
    error('foreign-not-importable', reason, {
      label: 'Log in with a token',
      does: { kind: 'log-in' },
    }),
  foreignStays: (reason: string) =>
    error('foreign-stays', reason, advice('Remove it with the tool itself')),
  foreignNotStored: (id: string) =>
    error(
      'foreign-not-stored',
      'Hubkey does not hold this token itself yet, so it stays where it is.',
      { label: 'Import it first', does: { kind: 'import-foreign', token: id } },
    ),
  accountTaken: (account: string) =>
    error(
      'account-taken',
      `Another token is already stored as “${account}”.`,
      advice('Choose another name with --account'),
    ),
} as const satisfies ErrorMakers
