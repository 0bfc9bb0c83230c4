import { advice, type ErrorMakers } from './app-error.ts'

/** Errors of providers that the user adds, by the name of their code; made as those of `errors.ts` are. */
export const providerErrors = {
  /** `what` clashes: an id or a variable. */
  taken: (what: string, owner: string) => ({
    code: 'bad-input',
    message: `${what} belongs to ${owner} already.`,
    action: advice('Choose another name or variable'),
  }),
  inUse: (label: string, id: string) => ({
    code: 'provider-in-use',
    message: `${label} still has a stored key.`,
    action: advice(`Clear it first: hubkey providers remove ${id} --clear`),
  }),
} as const satisfies ErrorMakers
