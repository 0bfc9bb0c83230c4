import type { PreflightCheck } from '../../shared/domain/preflight.ts'
import { preflightLabels } from '../../shared/domain/preflight-facts.ts'
import type { LaunchRequest } from '../../shared/domain/run.ts'
import { factsFor } from '../credentials/facts.ts'
import { resolveToken } from '../credentials/resolve-token.ts'
import { secretsOf } from '../launcher/engines/secrets-of.ts'
import { login } from './commands/login.ts'
import type { Context } from './context.ts'
import { exitCodes } from './exit-code.ts'
import { describeAction } from './io.ts'
import { createCliApp } from './open-runs.ts'

const marks: Readonly<Record<PreflightCheck['state'], string>> = {
  ok: '✓',
  notice: '!',
  problem: '✗',
  unknown: '?',
}

/** `hubkey launch MODEL --check`: the list, and the exit code 1 when something would keep it from starting. */
export async function check(request: LaunchRequest, context: Context): Promise<number> {
  const checks = await createCliApp(context, false).preflight(request)
  const canLaunch = checks.every(({ state }) => state !== 'problem')
  context.output.result({ canLaunch, checks }, () => `${linesOf(checks, context).join('\n')}\n`)
  return canLaunch ? exitCodes.done : exitCodes.failed
}

/** The same list as notices, before a launch at a terminal. */
export function tell(checks: readonly PreflightCheck[], context: Context): void {
  for (const line of linesOf(checks, context)) context.output.notice(line)
}

/** Asks once, at a terminal, for a key without which the engine cannot work, and stores it. */
export async function ensureSecrets(request: LaunchRequest, context: Context): Promise<void> {
  const { io, core, output } = context
  const account = request.settings?.account
  if (io.stdin.isTTY !== true || account !== undefined) return
  for (const provider of secretsOf(request).requires) {
    const wish = { provider, for: { repo: request.repo } }
    if ((await resolveToken(wish, core.credentials)) !== null) continue
    const { label } = await factsFor(provider, core.credentials)
    output.notice(`This needs a key of ${label}. It is asked for once and kept in the keyring.`)
    await login({ provider, stdin: false, device: false }, context)
  }
}

function linesOf(checks: readonly PreflightCheck[], { output }: Context): readonly string[] {
  return checks.flatMap(({ id, state, sentence, action }) => [
    `${marks[state]} ${preflightLabels[id].padEnd(7)} ${sentence}`,
    ...(state === 'ok' || action === null
      ? []
      : [`          Next: ${describeAction(action, output.hub)}`]),
  ])
}
