import type { CredentialNeeds } from '../credentials/needs.ts'
import { proxySecrets } from '../http/proxy-rules.ts'
import type { HubNeeds } from '../hub/needs.ts'
import { readCustomProviders } from '../providers/custom-providers.ts'
import { createKeyring, type Keyring } from '../keyring/keyring.ts'
import { createLog } from '../log/log.ts'
import type { Clock, Environment, Fetch, Log, Paths, Receiver, WorkerHost } from '../ports.ts'
import { Redactor } from '../redaction/redactor.ts'
import { sinks } from '../sinks/sinks.ts'
import { createHubTokens, type HubTokens } from './hub-tokens.ts'

/** What differs between the tray app, the command line and a test. */
export interface CorePorts {
  readonly env: Environment
  readonly paths: Paths
  readonly host: WorkerHost
  readonly fetch: Fetch
  readonly receiver?: Receiver
  readonly clock: Clock
  /** What starts the command line, for tools that are to ask it; left out where nobody knows. */
  readonly commandLine?: CredentialNeeds['commandLine']
}

/** The parts that every face of Hubkey shares, wired once. Free of Electron. */
export interface Core {
  readonly ports: CorePorts
  readonly redactor: Redactor
  readonly log: Log
  readonly credentials: CredentialNeeds
  readonly hub: HubNeeds
  readonly hubTokens: HubTokens
  /** Calls the listener for each log-in that turns out to be renewed no more. */
  readonly onLogInEnded: (listener: LogInEnded) => void
}

/** Parts that cores of one process can share: what one of them was told is masked by all. */
export interface KeptParts extends Pick<Core, 'redactor' | 'log'> {
  readonly keyring: Keyring
}

type LogInEnded = NonNullable<CredentialNeeds['onLogInEnded']>

/** Wires redactor, log, keyring, credentials and Hub access. Nothing is read or started yet. */
export function createCore(ports: CorePorts, kept?: KeptParts): Core {
  const redactor = kept?.redactor ?? new Redactor()
  for (const secret of proxySecrets(ports.env)) redactor.guard(secret)
  const log = kept?.log ?? createLog({ paths: ports.paths, redactor, clock: ports.clock })
  const keyring = kept?.keyring ?? createKeyring({ env: ports.env, host: ports.host, redactor })
  const endListeners: LogInEnded[] = []
  const credentials: CredentialNeeds = {
    env: ports.env,
    paths: ports.paths,
    fetch: ports.fetch,
    customProviders: async () => readCustomProviders({ paths: ports.paths, log }),
    sinks,
    onLogInEnded: (login) => {
      for (const tell of endListeners) tell(login)
    },
    clock: ports.clock,
    ...(ports.commandLine === undefined ? {} : { commandLine: ports.commandLine }),
    keyring,
    redactor,
    log,
  }
  const hubTokens = createHubTokens(credentials)
  const hub: HubNeeds = {
    env: ports.env,
    paths: ports.paths,
    fetch: ports.fetch,
    ...(ports.receiver === undefined ? {} : { receiver: ports.receiver }),
    clock: ports.clock,
    log,
    token: hubTokens.token,
    settle: hubTokens.settle,
    accounts: hubTokens.accounts,
  }
  const onLogInEnded: Core['onLogInEnded'] = (listener) => {
    endListeners.push(listener)
  }
  return { ports, redactor, log, credentials, hub, hubTokens, onLogInEnded }
}
