import type { Verdict } from '../../shared/domain/verdict.ts'

/** How a message is tinted. */
export type Tone = 'ok' | 'warn' | 'bad' | 'calm'

/** The headline over a verdict's reason. */
export const verdictTitle: Readonly<Record<Verdict, string>> = {
  open: 'Open to everyone',
  granted: 'Your account may have it',
  'no-token': 'Log in to find out',
  'token-rejected': 'Your token was rejected',
  'token-lacks-gated-right': 'Your token may not read what is gated',
  'org-policy': 'An organisation keeps your token out',
  'not-requested': 'You have not asked for access yet',
  'awaiting-author': 'Waiting for the author',
  refused: 'The author said no',
  'must-request-again': 'Access has to be asked for again',
  'private-or-missing': 'Private, or not there',
  disabled: 'The Hub has switched it off',
  'rate-limited': 'The Hub asks to wait',
  offline: 'The Hub cannot be reached',
}

/** Red where the answer is no, amber where it is not known yet or up to somebody else. */
export const verdictTone: Readonly<Record<Verdict, Tone>> = {
  open: 'ok',
  granted: 'ok',
  'no-token': 'warn',
  'token-rejected': 'bad',
  'token-lacks-gated-right': 'bad',
  'org-policy': 'bad',
  'not-requested': 'bad',
  'awaiting-author': 'warn',
  refused: 'bad',
  'must-request-again': 'bad',
  'private-or-missing': 'bad',
  disabled: 'bad',
  'rate-limited': 'warn',
  offline: 'warn',
}
