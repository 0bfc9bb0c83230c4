import type { AppError } from './errors.ts'

/** Errors of providers that the user adds, by the name of their code; made as those of `errors.ts` are. */
export const providerErrors = {
  /** `what` clashes: an id or a variable. */
  taken: (what: string, owner: string) => ({
    code: 'bad-input',
    message: `${what} belongs to ${owner} already.`,
    action: { label: 'Choose another name or variable', does: { kind: 'advice' } },
  }),
  inUse: (label: string, id: string) => ({
    code: 'provider-in-use',
    message: `${label} still has a stored key.`,
    action: {
      label: `Clear it first: hubkey providers remove ${id} --clear`,
      does: { kind: 'advice' },
    },
  }),
} as const satisfies Record<string, (...facts: never[]) => AppError>
