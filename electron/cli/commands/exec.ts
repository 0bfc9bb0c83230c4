import type { ProviderId } from '../../../shared/domain/provider.ts'
import { fail } from '../../../shared/errors.ts'
import { execErrors } from '../../../shared/exec-errors.ts'
import { execEnvironment, execMarker } from '../../launcher/exec-environment.ts'
import type { Context } from '../context.ts'
import { givenSecrets } from '../exec/given-secrets.ts'
import { runOnPipes } from '../exec/on-pipes.ts'
import { loadTerminals, runOnTerminal, terminalOf } from '../exec/on-terminal.ts'

interface ExecOptions {
  readonly command: readonly [string, ...string[]]
  /** Null: every one that Hubkey knows. */
  readonly providers: readonly ProviderId[] | null
  readonly mask: boolean
}

/**
 * `hubkey exec -- COMMAND`: runs a command with the stored secrets in its environment, its output
 * masked while it streams; on a terminal it has one too. Resolves to the command's own exit code.
 * Throws `exec-nested`, and `no-token` or `token-rejected` when there is no secret to give.
 */
export async function exec(options: ExecOptions, context: Context): Promise<number> {
  const { core, io, output } = context
  const base = core.ports.env
  if ((base[execMarker] ?? '') !== '') throw fail(execErrors.nested())
  const { given, refused } = await givenSecrets(options.providers, context)
  const { environment, stale } = execEnvironment(given, refused, base)
  for (const name of stale) {
    output.notice(`hubkey: ${name} held a token that is not in force and was left out.`)
  }
  const child = { command: options.command, environment }
  if (!options.mask) return await runOnPipes(child, null)
  const { redactor } = core
  // What was inherited is as secret as what is stored.
  for (const name of stale) redactor.guard(base[name] ?? '')
  const terminal = terminalOf(process)
  const spawn = terminal === null ? null : await loadTerminals()
  return terminal === null || spawn === null
    ? await runOnPipes(child, { io, redactor })
    : await runOnTerminal(child, { redactor }, terminal, spawn)
}
