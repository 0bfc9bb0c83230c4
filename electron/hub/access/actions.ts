import type { RepoName } from '../addresses.ts'
import type { Action } from '../../../shared/errors.ts'

export const logIn: Action = { label: 'Log in to Hugging Face', does: { kind: 'log-in' } }
export const logInAgain: Action = { label: 'Log in again', does: { kind: 'log-in' } }

/** The Hub's list of tokens, where their rights are changed: tokens have no page of their own. */
export const manageTokens: Action = {
  label: 'Edit this token’s rights',
  does: { kind: 'open-link', link: { to: 'manage-tokens' } },
}

/** The Hub's form for a new token, filled in with the rights that are needed. */
export const createToken: Action = {
  label: 'Create a fine-grained token',
  does: { kind: 'open-link', link: { to: 'create-token' } },
}

/** A button for a repository's page on the Hub. */
export function openPage({ type = 'model', repo }: RepoName, label: string): Action {
  return { label, does: { kind: 'open-link', link: { to: type, repo } } }
}

/** Waiting is the step: Hubkey asks again by itself and tells when it opens. */
export function waitFor({ type = 'model', repo }: RepoName): Action {
  return { label: 'Tell me when it opens', does: { kind: 'watch', type, repo } }
}
