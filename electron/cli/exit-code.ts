import type { Verdict } from '../../shared/domain/access.ts'
import { verdicts } from '../../shared/domain/access.ts'
import type { AppError } from '../../shared/errors.ts'

/** Exit codes other programs may rely on. */
export const exitCodes = {
  done: 0,
  failed: 1,
  credential: 2,
  notAllowed: 3,
  unreachable: 4,
  usage: 64,
  /** As a shell has it for what Ctrl-C ended. */
  interrupted: 130,
} as const

const byVerdict: Readonly<Record<Verdict, number>> = {
  open: exitCodes.done,
  granted: exitCodes.done,
  'no-token': exitCodes.credential,
  'token-rejected': exitCodes.credential,
  'token-lacks-gated-right': exitCodes.notAllowed,
  'org-policy': exitCodes.notAllowed,
  'not-requested': exitCodes.notAllowed,
  'awaiting-author': exitCodes.notAllowed,
  refused: exitCodes.notAllowed,
  'must-request-again': exitCodes.notAllowed,
  'private-or-missing': exitCodes.notAllowed,
  disabled: exitCodes.notAllowed,
  'rate-limited': exitCodes.unreachable,
  offline: exitCodes.unreachable,
}

/** The exit code that a verdict stands for. */
export function exitCodeOfVerdict(verdict: Verdict): number {
  return byVerdict[verdict]
}

/** The exit code that an error's code stands for. */
export function exitCodeOf({ code }: AppError): number {
  if (isVerdict(code)) return byVerdict[code]
  if (code.startsWith('token-') || code === 'endpoint-not-trusted') return exitCodes.credential
  if (code === 'offline-mode') return exitCodes.unreachable
  if (code.startsWith('hub-') || code === 'download-interrupted') return exitCodes.unreachable
  if (code === 'job-not-allowed') return exitCodes.notAllowed
  // Nobody could tell yet: the Hub is left alone for a while.
  if (code === 'watch-asked-lately') return exitCodes.unreachable
  if (code === 'bad-input' || code === 'exec-nested') return exitCodes.usage
  // Nothing but Ctrl-C, or a signal like it, stops a download here.
  if (code === 'interrupted' || code === 'download-cancelled') return exitCodes.interrupted
  return exitCodes.failed
}

function isVerdict(code: string): code is Verdict {
  return (verdicts as readonly string[]).includes(code)
}
