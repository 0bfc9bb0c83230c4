import { createCore, type Core, type CorePorts, type KeptParts } from '../app/core.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { createOutput, type Io, type Output } from './io.ts'

/** What every command works with. */
export interface Context {
  readonly core: Core
  readonly io: Io
  readonly output: Output
  /** Files of this program, for starting itself once more. */
  readonly self: { readonly node: string; readonly script: string }
  /** Aborted when the user presses Ctrl-C or the system asks the program to end. */
  readonly signal: AbortSignal
}

export interface ContextNeeds {
  readonly ports: CorePorts
  /** Parts that a program which stays has made already. */
  readonly kept?: KeptParts
  readonly io: Io
  readonly self: Context['self']
  readonly signal: AbortSignal
}

/** Wires the core and the output of one command. */
export function createContext(needs: ContextNeeds, isJson: boolean): Context {
  const { node, script } = needs.self
  const core = createCore({ ...needs.ports, commandLine: async () => [node, script] }, needs.kept)
  const hub = readHfEnvironment(needs.ports.env, needs.ports.paths.home).endpoint
  const mask = (text: string): string => core.redactor.redact(text)
  const output = createOutput({ io: needs.io, isJson, mask, hub })
  core.hubTokens.onQuarantine(() => {
    output.notice('The Hub does not accept your token any more, so it is no longer sent.')
    output.notice('Next: Log in again: hubkey login')
  })
  core.onLogInEnded(({ account }) => {
    output.notice(`The Hub does not renew the log-in of ${account} any more.`)
    output.notice(`Next: Log in again: hubkey login --device --name ${account}`)
  })
  return { core, io: needs.io, output, self: needs.self, signal: needs.signal }
}
